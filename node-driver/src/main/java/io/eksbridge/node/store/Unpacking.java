// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import io.eksbridge.node.library.EntryPath;
import io.eksbridge.node.library.ImageLimits;
import io.eksbridge.node.library.LibraryForm;
import io.eksbridge.node.library.LibraryProblem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// An image's layers, one after the other, into a folder: only what pods can see of them.
public final class Unpacking implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final Tree tree;
  private final LibraryForm form;
  private final Budget budget;
  private final byte[] unseen = new byte[BUFFER];
  private final Set<List<String>> made = new HashSet<>(); // by this layer; none in the first
  private boolean first = true;
  private long written;

  /// Into that folder, which is empty.
  public Unpacking(Path folder, LibraryForm form, ImageLimits limits) {
    this.folder = folder;
    this.tree = new Tree(folder);
    this.form = form;
    this.budget = new Budget(limits);
  }

  /// How a layer is packed.
  public enum Packing {
    /// Not at all.
    PLAIN,
    /// By gzip.
    GZIP,
    /// By Zstandard.
    ZSTD
  }

  /// Unpacks the next layer to its end.
  public void layer(InputStream packed, Packing packing) {
    try {
      InputStream arriving = new Arriving(packed, budget);
      try (var plain = new Ahead("library-plain", unpacked(arriving, packing))) {
        unpack(plain);
      }
      drain(arriving); // what follows the archive counts for its digest too
      first = false;
      made.clear();
    } catch (IOException | IllegalArgumentException | MalformedInputException broken) {
      throw unreadable(broken);
    }
  }

  private static InputStream unpacked(InputStream arriving, Packing packing) throws IOException {
    return switch (packing) {
      case PLAIN -> arriving;
      case GZIP -> new GZIPInputStream(arriving, BUFFER);
      case ZSTD -> new ZstdInputStream(arriving);
    };
  }

  @SuppressWarnings("MustBeClosedChecker") // whoever opened the layer closes it
  private void unpack(InputStream plain) throws IOException {
    var bounded = budget.new Counted(plain);
    var tar = new TarArchiveInputStream(bounded, "UTF-8");
    var content = new Content(tar);
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      budget.entry();
      bounded.inside(true);
      store(entry, content);
      drain(tar);
      bounded.inside(false);
    }
    bounded.inside(true);
    drain(bounded);
  }

  private void drain(InputStream rest) throws IOException {
    int read = 0;
    while (read >= 0) {
      read = rest.read(unseen);
    }
  }

  private void store(TarArchiveEntry entry, InputStream content) {
    try {
      switch (EntryPath.read(entry.getName())) {
        case EntryPath.Kept(var names) -> keep(names, entry, content);
        case EntryPath.Above(var names) -> above(names, entry);
        case EntryPath.Whiteout(var names) -> {
          if (!first) {
            tree.remove(names, made);
          }
        }
        case EntryPath.Opaque(var names) -> {
          if (!first) {
            tree.clear(names, made);
          }
        }
        case EntryPath.Unfit(var why) -> throw new LibraryFailure(why);
        case EntryPath.Outside _ -> {}
      }
    } catch (FileAlreadyExistsException _) {
      throw unfit("below what is no folder lies ", entry);
    } catch (InvalidPathException _) {
      throw unfit("this node's file names cannot be like ", entry);
    } catch (IOException failure) {
      throw LibraryFailure.disk(failure);
    }
  }

  private void above(List<String> names, TarArchiveEntry entry) throws IOException {
    if (!entry.isDirectory()) {
      throw unfit("in place of a folder is ", entry);
    }
    if (!names.isEmpty()) {
      tree.folder(names, form.folder(entry.getMode()), changed(entry));
    }
  }

  private void keep(List<String> names, TarArchiveEntry entry, InputStream content)
      throws IOException {
    remember(names);
    if (entry.isDirectory()) {
      tree.folder(names, form.folder(entry.getMode()), changed(entry));
    } else if (entry.isSymbolicLink()) {
      tree.link(names, entry.getLinkName(), changed(entry));
    } else if (entry.isLink()) {
      link(names, entry);
    } else if (entry.isFile() && !isSpecial(entry)) {
      tree.file(names, form.file(entry.getMode()), changed(entry).toInstant(), content);
    }
  }

  private void link(List<String> names, TarArchiveEntry entry) throws IOException {
    switch (EntryPath.link(entry.getLinkName())) {
      case EntryPath.Kept(var as) -> {
        if (!tree.sameFile(names, as)) {
          throw unfit("nothing is where this hard link leads: ", entry);
        }
      }
      case EntryPath.Unfit(var why) -> throw new LibraryFailure(why);
      case EntryPath.Above _, EntryPath.Whiteout _, EntryPath.Opaque _, EntryPath.Outside _ ->
          throw unfit("a hard link leads elsewhere: ", entry);
    }
  }

  private void remember(List<String> names) {
    if (!first) {
      for (int length = names.size(); length > 0 && made.add(names.subList(0, length)); length--) {
        // and the folders that it lies in
      }
    }
  }

  private static boolean isSpecial(TarArchiveEntry entry) {
    return entry.isBlockDevice() || entry.isCharacterDevice() || entry.isFIFO();
  }

  private static FileTime changed(TarArchiveEntry entry) {
    return entry.getLastModifiedTime();
  }

  private static LibraryFailure unfit(String why, TarArchiveEntry entry) {
    String name = entry.getName().replaceAll("\\p{Cntrl}", "?");
    return new LibraryFailure(
        LibraryProblem.unfit(
            why + "\"" + name.substring(0, Math.min(name.length(), EntryPath.LONGEST)) + "\""));
  }

  private static LibraryFailure unreadable(Exception broken) {
    return new LibraryFailure(
        LibraryProblem.unfit("a layer cannot be unpacked: " + broken.getClass().getSimpleName()));
  }

  /// What an entry has; a failure to read it is the image's, not the disk's.
  private final class Content extends FilterInputStream {
    Content(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      try {
        int read = super.read(bytes, offset, length);
        written += Math.max(0, read);
        return read;
      } catch (IOException | MalformedInputException broken) {
        throw unreadable(broken);
      }
    }
  }

  /// Gives what was unpacked its modes and times; the answer is how many bytes its files have.
  public long finish() {
    try {
      tree.finish();
      return tree.isAltered() ? DiskUse.files(folder) : written;
    } catch (IOException failure) {
      throw LibraryFailure.disk(failure);
    }
  }

  @Override
  public void close() {
    tree.close();
  }
}
