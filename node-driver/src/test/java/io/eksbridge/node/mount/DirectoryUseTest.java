// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.Names;
import io.eksbridge.node.NodeDirectoryConfig;
import io.eksbridge.node.NodeDriverMetrics;
import io.eksbridge.node.volume.Access;
import io.eksbridge.node.volume.Limits;
import io.eksbridge.node.volume.NodeDirectory;
import io.eksbridge.node.volume.Problem;
import io.eksbridge.node.volume.Source;
import io.eksbridge.node.volume.VolumeRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What is stored in node directories, on a real disk that pods have written on.
final class DirectoryUseTest extends RealMounts {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void directoriesAreCountedWithoutTheirNames() throws IOException {
    write("shop", "a", "file", 100_000);
    write("shop", "b", "file", 50_000);
    write("bank", "a", "file", 10_000);

    look();

    assertThat(gauge("")).isEqualTo(3);
    assertThat(gauge(".bytes")).isBetween(160_000.0, 300_000.0);
    assertThat(gauge(".full")).isZero();
    assertThat(meters.getMeters()).allSatisfy(m -> assertThat(m.getId().getTags()).isEmpty());
  }

  @Test
  void aFullDirectoryIsRefusedToFurtherPodsAndKeptByThoseThatHaveIt() throws IOException {
    var use = use();
    var limited = new Volumes(kernel, use::room);
    assertThat(limited.publish(asks("a", target))).isEmpty();
    write("shop", "a", "file", 1_100_000);
    use.look();
    Path next = node.target("2");

    assertThat(limited.publish(asks("a", target))).isEmpty();
    assertThat(limited.publish(asks("a", next))).get().isInstanceOf(Problem.DirectoryFull.class);
    assertThat(next).doesNotExist();
    assertThat(gauge(".full")).isOne();

    Files.delete(directory("shop", "a").path().resolve("file"));
    use.look();
    assertThat(limited.publish(asks("a", next))).isEmpty();
    assertThat(limited.unpublish(at(next))).isEmpty();
  }

  @Test
  void directoriesThatWereMadeSinceTheLastLookCount() {
    var use = use();
    use.look();

    for (int name = 0; name < Limits.DIRECTORIES; name++) {
      assertThat(use.room(directory("shop", "n" + name)).directories()).isEqualTo(name);
    }
    assertThat(use.room(directory("shop", "one-more")).directories()).isEqualTo(Limits.DIRECTORIES);
    assertThat(use.room(directory("shop", "n0")).directories()).isEqualTo(Limits.DIRECTORIES - 1);

    use.look();
    assertThat(use.room(directory("shop", "one-more")).directories()).isZero();
  }

  @Test
  void aStorageThatCannotBeReadIsAProblemOfTheVolume() {
    var broken =
        new Volumes(
            kernel,
            _ -> {
              throw new KernelRefusal("readdir", folder, "EIO");
            });

    assertThat(broken.publish(asks("a", target)))
        .contains(new Problem.KernelRefused("readdir", folder, "EIO"));
    assertThat(target).doesNotExist();
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path big = Files.createDirectory(folder.resolve("big"));
    Files.write(big.resolve("file"), new byte[3_000_000]);
    Path own = Files.createDirectories(directory("shop", "a").path());
    Files.createSymbolicLink(own.resolve("link"), big);
    Files.createSymbolicLink(own.resolve("loop"), own);
    Files.createSymbolicLink(own.resolve("root"), Path.of("/"));

    look();

    assertThat(gauge(".bytes")).isLessThan(100_000);
  }

  @Test
  void aMountInsideADirectoryIsNotEntered() throws IOException {
    Path big = Files.createDirectory(folder.resolve("big"));
    Files.write(big.resolve("file"), new byte[3_000_000]);
    Path pods = node.kubelet().resolve("pods");
    Path inside = Files.createDirectories(pods.resolve("storage/directories/shop/a/inside"));
    bind(big, inside);
    try {
      use(pods.resolve("storage")).look();

      assertThat(gauge(".bytes")).isLessThan(100_000);
    } finally {
      try (Place place = place(inside)) {
        place.unmount();
      }
    }
  }

  @Test
  void aFileWithManyNamesIsCountedOnceAndAHoleNotAtAll() throws IOException {
    write("shop", "a", "file", 400_000);
    Path own = directory("shop", "a").path();
    for (int name = 0; name < 20; name++) {
      Files.createLink(own.resolve("name" + name), own.resolve("file"));
    }
    try (var hole = new java.io.RandomAccessFile(own.resolve("hole").toFile(), "rw")) {
      hole.setLength(1L << 40);
    }

    look();

    assertThat(gauge(".bytes")).isBetween(400_000.0, 600_000.0);
  }

  @Test
  void aTreeThatIsDeeperThanMayBeCountsAsFull() throws IOException {
    Path deep = directory("shop", "a").path();
    for (int depth = 0; depth <= Limits.DEPTH; depth++) {
      deep = deep.resolve("d");
    }
    Files.createDirectories(deep);

    look();

    assertThat(gauge(".full")).isOne();
  }

  @Test
  void namesThatAreNoTextAreCountedToo() throws Exception {
    Path own = Files.createDirectories(directory("shop", "a").path());
    var shell =
        new ProcessBuilder("sh", "-c", "head -c 700000 /dev/zero > \"$(printf 'a\\377b')\"")
            .directory(own.toFile())
            .start();
    assertThat(shell.waitFor()).isZero();

    look();

    assertThat(gauge(".bytes")).isGreaterThan(700_000);
  }

  @Test
  void whereDirectoriesAreSwitchedOffNothingIsCounted() {
    var off = new NodeDirectoryConfig(folder.resolve("storage").toString(), false, "1Mi", "2Mi");

    new DirectoryUse(off, new NodeDriverMetrics(meters)).look();

    assertThat(meters.getMeters()).isEmpty();
  }

  private void look() {
    use().look();
  }

  private DirectoryUse use() {
    return use(folder.resolve("storage"));
  }

  private DirectoryUse use(Path storage) {
    return new DirectoryUse(
        new NodeDirectoryConfig(storage.toString(), true, "1Mi", "2Mi"),
        new NodeDriverMetrics(meters));
  }

  private double gauge(String name) {
    return meters.get(Names.METRICS + "node.directories" + name).gauge().value();
  }

  private void write(String namespace, String name, String file, int bytes) throws IOException {
    Path own = Files.createDirectories(directory(namespace, name).path());
    Files.write(own.resolve(file), new byte[bytes]);
  }

  private NodeDirectory directory(String namespace, String name) {
    return new NodeDirectory(folder.resolve("storage/directories"), namespace, name, 2000);
  }

  private VolumeRequest asks(String name, Path on) {
    return new VolumeRequest(
        "v", new Source.OfNode(directory("shop", name), Access.READ_WRITE), at(on));
  }
}
