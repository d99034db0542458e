// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// A layer of an image, entry by entry.
public final class Archive {
  /// When all that it holds was changed last.
  public static final Instant CHANGED = Instant.parse("2024-02-03T04:05:06Z");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

  /// Without entries so far.
  public Archive() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  /// A file.
  public Archive file(String name, int mode, String content) {
    return file(name, mode, content.getBytes(StandardCharsets.UTF_8));
  }

  /// A file.
  public Archive file(String name, int mode, byte[] content) {
    var entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
    entry.setMode(mode);
    entry.setSize(content.length);
    return put(entry, content);
  }

  /// A folder.
  public Archive folder(String name, int mode) {
    var entry = new TarArchiveEntry(name + "/", TarConstants.LF_DIR, true);
    entry.setMode(mode);
    return put(entry, new byte[0]);
  }

  /// A symbolic link, a hard link, a device: whatever has that flag.
  public Archive other(String name, byte flag, String target) {
    var entry = new TarArchiveEntry(name, flag, true);
    entry.setLinkName(target);
    return put(entry, new byte[0]);
  }

  /// An empty file with that much about it in its header.
  public Archive commented(String name, String comment) {
    var entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
    entry.addPaxHeader("comment", comment);
    return put(entry, new byte[0]);
  }

  private Archive put(TarArchiveEntry entry, byte[] content) {
    try {
      entry.setLastModifiedTime(FileTime.from(CHANGED));
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// All of it, not packed.
  public byte[] plain() throws IOException {
    tar.close();
    return bytes.toByteArray();
  }

  /// All of it by gzip.
  public byte[] gzip() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain());
    }
    return packed.toByteArray();
  }

  /// All of it by Zstandard.
  public byte[] zstd() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(packed)) {
      out.write(plain());
    }
    return packed.toByteArray();
  }

  /// The same by gzip in a file.
  public Path in(Path file) throws IOException {
    return Files.write(file, gzip());
  }
}
