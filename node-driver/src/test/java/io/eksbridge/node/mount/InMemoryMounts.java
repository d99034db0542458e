// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.Access;
import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.FileView;
import io.eksbridge.node.volume.MountTable;
import io.eksbridge.node.volume.Source;
import io.eksbridge.node.volume.SourceView;
import io.eksbridge.node.volume.TargetPath;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A kernel in memory, as strict as the real one: what is not there cannot be mounted, what is
/// mounted on cannot be removed, and a call can be made to fail.
public final class InMemoryMounts implements Mounts {
  private record Layer(FileView shows, Path source, Set<String> options) {}

  private final Map<Path, FileView> files = new TreeMap<>();
  private final Map<Path, Deque<Layer>> mounts = new TreeMap<>();
  private final Set<Path> deleted = new HashSet<>();
  private final Map<Path, SourceView> owners = new TreeMap<>();
  private final Map<String, String> failing = new TreeMap<>();
  private final Map<String, Runnable> events = new TreeMap<>();
  private final List<String> calls = new ArrayList<>();
  private long inodes;

  /// Puts a file or folder there, with the folders above it.
  public synchronized InMemoryMounts with(Path path, FileKind kind) {
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      files.computeIfAbsent(above, _ -> new FileView(FileKind.DIRECTORY, 1, ++inodes));
    }
    files.put(path, new FileView(kind, 1, ++inodes));
    return this;
  }

  /// Lets a call fail with this error from now on.
  public synchronized void fail(String call, String error) {
    failing.put(call, error);
  }

  /// Lets no call fail any more.
  public synchronized void recover() {
    failing.clear();
  }

  /// Lets something happen during a call from now on.
  public synchronized void during(String call, Runnable event) {
    events.put(call, event);
  }

  /// What has changed so far, in order.
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /// Every path that is there.
  public synchronized Set<Path> paths() {
    return Set.copyOf(files.keySet());
  }

  /// What the topmost mount there shows, as `source options`.
  public synchronized String mounted(Path target) {
    Layer top = stack(target).element();
    return top.source() + " " + String.join(",", new TreeSet<>(top.options()));
  }

  /// As a [Place] does.
  public synchronized FileView at(Path path) {
    return stack(path).isEmpty()
        ? files.getOrDefault(path, FileView.ABSENT)
        : stack(path).element().shows();
  }

  /// Lets what is shown there be deleted where it came from.
  public synchronized void delete(Path path) {
    deleted.add(path);
  }

  @Override
  public synchronized FileView behind(Path path) {
    return isDeleted(path) ? FileView.ABSENT : at(path);
  }

  @Override
  public synchronized boolean isDeleted(Path path) {
    return deleted.contains(path);
  }

  @Override
  public synchronized MountTable table() {
    return new MountTable(mounts.keySet().stream().flatMap(path -> layers(path).stream()).toList());
  }

  @Override
  public void load() {}

  @Override
  public Held hold(Source source) {
    return switch (source) {
      case Source.OfAgent(var path, _) -> new AgentSource(path, SourceView.of(at(path)));
      case Source.OfStore(var path, _, _) -> new AgentSource(path, SourceView.of(at(path)));
      case Source.Overlaid(var path, _) -> new AgentSource(path, SourceView.of(at(path)));
      case Source.OfNode(var directory, _) -> new DirectoryInMemory(this, directory);
    };
  }

  /// Whose a folder is, where that was ever said.
  public synchronized SourceView owned(Path path) {
    SourceView said = owners.getOrDefault(path, SourceView.ABSENT);
    return new SourceView(at(path), said.owner(), said.group(), said.mode());
  }

  /// Gives a folder to somebody.
  public synchronized void own(Path path, long owner, long group, int mode) {
    called("own", path);
    refuseUnless(files.containsKey(path), "own", path, "ENOENT");
    owners.put(path, new SourceView(at(path), owner, group, mode));
  }

  @Override
  public Place open(TargetPath target) {
    return new PlaceInMemory(this, target);
  }

  /// As a [Place] does.
  public synchronized List<MountTable.Layer> layers(Path target) {
    List<MountTable.Layer> layers = new ArrayList<>();
    stack(target)
        .descendingIterator()
        .forEachRemaining(
            layer ->
                layers.add(new MountTable.Layer(root(layer), target.toString(), layer.options())));
    return layers;
  }

  /// As a [Place] does.
  public synchronized void make(Path target, FileKind kind) {
    called("make", target);
    refuseUnless(!files.containsKey(target), "make", target, "EEXIST");
    Path parent = Objects.requireNonNull(target.getParent());
    refuseUnless(at(parent).kind() == FileKind.DIRECTORY, "make", target, "ENOENT");
    files.put(target, new FileView(kind, 1, ++inodes));
  }

  /// As a [Place] does.
  public synchronized void remove(Path target, FileKind kind) {
    called("remove", target);
    refuseUnless(files.containsKey(target), "remove", target, "ENOENT");
    refuseUnless(stack(target).isEmpty(), "remove", target, "EBUSY");
    boolean folder = at(target).kind() == FileKind.DIRECTORY;
    refuseUnless(folder == (kind == FileKind.DIRECTORY), "remove", target, "ENOTDIR");
    refuseUnless(
        files.keySet().stream().noneMatch(path -> target.equals(path.getParent())),
        "remove",
        target,
        "ENOTEMPTY");
    files.remove(target);
  }

  /// As a [Place] does.
  public synchronized void bind(Path source, Path target) {
    called("bind", target);
    refuseUnless(at(source).kind() != FileKind.ABSENT, "bind", source, "ENOENT");
    refuseUnless(at(target).kind() != FileKind.ABSENT, "bind", target, "ENOENT");
    boolean folder = at(source).kind() == FileKind.DIRECTORY;
    refuseUnless(folder == (at(target).kind() == FileKind.DIRECTORY), "bind", target, "ENOTDIR");
    stack(target).push(new Layer(at(source), source, new HashSet<>(Set.of("rw"))));
  }

  /// As a [Place] does.
  public synchronized void confine(Path target, Access access) {
    called("confine", target);
    refuseUnless(!stack(target).isEmpty(), "confine", target, "EINVAL");
    Set<String> options = stack(target).element().options();
    options.clear();
    options.addAll(access.options());
  }

  /// As a [Place] does.
  public synchronized void unmount(Path target) {
    called("unmount", target);
    pop("unmount", target);
  }

  /// As a [Place] does.
  public synchronized void detach(Path target) {
    called("detach", target);
    pop("detach", target);
  }

  private void pop(String call, Path target) {
    refuseUnless(!stack(target).isEmpty(), call, target, "EINVAL");
    stack(target).pop();
  }

  private Deque<Layer> stack(Path target) {
    return mounts.computeIfAbsent(target, _ -> new ArrayDeque<>());
  }

  private String root(Layer layer) {
    boolean deleted = !layer.shows().equals(files.get(layer.source()));
    return layer.source() + (deleted ? "//deleted" : "");
  }

  private void called(String call, Path path) {
    if (failing.containsKey(call)) {
      throw new KernelRefusal(call, path, failing.get(call));
    }
    events.getOrDefault(call, () -> {}).run();
    calls.add(call);
  }

  private static void refuseUnless(boolean holds, String call, Path path, String error) {
    if (!holds) {
      throw new KernelRefusal(call, path, error);
    }
  }
}
