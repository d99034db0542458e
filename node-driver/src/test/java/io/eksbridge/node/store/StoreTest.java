// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.node.library.LibraryRequest;
import io.eksbridge.node.library.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreTest {
  private static final String KEY = "0123456789abcdef".repeat(4);
  private static final String OTHER = "fedcba9876543210".repeat(4);
  private final Instant now = Instant.now();

  @TempDir Path storage;

  private Store store;

  @BeforeEach
  void open() {
    store = new Store(storage);
    store.open();
  }

  @Test
  void aLibraryIsThereOnceItIsComplete() throws IOException {
    Path begun = library(store.begin());
    assertThat(find(store, KEY)).isFalse();

    store.complete(begun, KEY, "dd-lib-java-init", 1);

    assertThat(find(store, KEY)).isTrue();
    assertThat(begun).doesNotExist();
  }

  @Test
  void whatWasWrittenInThisBootIsCompleteWithoutTheDisk() throws IOException {
    store.complete(library(store.begin()), KEY, "p", 1);

    assertThat(find(new Store(storage), KEY)).isTrue();
  }

  @Test
  void whatAnotherBootDidNotSettleIsNotThere() throws IOException {
    store.complete(library(store.begin()), KEY, "p", 1);
    new Marker("p", 1, "00000000-0000-0000-0000-000000000000")
        .write(storage.resolve("store").resolve(KEY));

    assertThat(find(new Store(storage), KEY)).isFalse();
  }

  @Test
  void whatIsSettledIsThereInEveryBoot() throws IOException {
    store.complete(library(store.begin()), KEY, "p", 1);

    store.settle(KEY);

    assertThat(storage.resolve("store/" + KEY + "/" + Marker.FILE)).content().contains("boot=\n");
    assertThat(find(new Store(storage), KEY)).isTrue();
  }

  @Test
  void whatIsNotCompleteIsReplaced() throws IOException {
    library(Files.createDirectories(storage.resolve("store").resolve(KEY).resolve("half")));

    store.complete(library(store.begin()), KEY, "p", 1);

    assertThat(find(store, KEY)).isTrue();
    assertThat(storage.resolve("store/" + KEY + "/half")).doesNotExist();
  }

  @Test
  void ofTwoWhoAreFirstOneStays() throws IOException {
    Path slower = library(store.begin());
    store.complete(library(store.begin()), KEY, "p", 1);

    store.complete(slower, KEY, "p", 1);

    assertThat(find(store, KEY)).isTrue();
    assertThat(slower).doesNotExist();
  }

  @Test
  void anImageWithoutTheFolderSaysSo() throws IOException {
    store.complete(library(store.begin()), KEY, "p", 1);

    assertThatThrownBy(() -> store.find(KEY, LibraryRequest.INJECT_FOLDER))
        .hasMessageContaining("has no folder opt/datadog-packages");
  }

  @Test
  void theOfficialDriversLibrariesAreAdoptedOnce(@TempDir Path official) throws IOException {
    library(Files.createDirectories(official.resolve("store").resolve(KEY)));
    var adopting = new Store(official);
    adopting.open();
    assertThat(find(adopting, KEY)).isTrue();

    library(Files.createDirectories(official.resolve("store").resolve(OTHER)));
    var later = new Store(official);
    later.open();
    assertThat(find(later, OTHER)).isFalse();
    assertThat(find(later, KEY)).isTrue();
  }

  @Test
  void whatAProcessLeftThatEndedIsDeletedAndWhatOneHasThatLivesIsNot() throws IOException {
    Path dead = Files.createDirectories(storage.resolve("scratch/dead/1"));
    Files.createFile(dead.resolveSibling("lock"));
    Path mine = store.begin();

    new Store(storage).open();

    assertThat(dead.getParent()).doesNotExist();
    assertThat(mine).exists();
  }

  @Test
  void whatIsMountedStaysAndWhatIsNotGoes() throws IOException {
    store.complete(library(store.begin()), KEY, "used", 1);
    store.complete(library(store.begin()), OTHER, "idle", 1);
    old(KEY);
    old(OTHER);
    var collector =
        new Collector(
            store,
            () -> "1 1 8:1 /x/store/" + KEY + "/datadog-init/package /p ro - ext4 /d rw",
            RULE);

    assertThat(collector.collect(now, 0))
        .containsExactly(new Collector.Gone("idle", "success", "delayed"));

    assertThat(find(store, KEY)).isTrue();
    assertThat(find(store, OTHER)).isFalse();
    assertThat(storage.resolve("trash")).isEmptyDirectory();
  }

  @Test
  void whatIsMountedAsItLeavesComesBack() throws IOException {
    store.complete(library(store.begin()), KEY, "p", 1);
    old(KEY);
    Path trash = storage.resolve("trash");
    var collector =
        new Collector(
            store,
            () ->
                Files.isDirectory(trash)
                    ? "1 1 8:1 /x/trash/" + KEY + "~1/datadog-init/package /p ro - ext4 /d rw"
                    : "",
            RULE);

    assertThat(collector.collect(now, 0))
        .containsExactly(new Collector.Gone("p", "skipped_in_use", "delayed"));

    assertThat(find(store, KEY)).isTrue();
  }

  @Test
  void whatWasAskedForAMomentAgoStays() throws IOException {
    store.complete(library(store.begin()), KEY, "p", 1);

    assertThat(new Collector(store, () -> "", RULE).collect(now, 0)).isEmpty();
  }

  @Test
  void thePreloadFileIsMadeAnewWhereItIsDamaged() throws IOException {
    var preload = new Preload(storage);
    Path file = preload.ready();
    assertThat(file)
        .hasContent("/opt/datadog-packages/datadog-apm-inject/stable/inject/launcher.preload.so\n");

    Files.writeString(file, "half");
    preload.ready();
    assertThat(file).hasContent(Preload.CONTENT);

    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("/etc/passwd"));
    preload.ready();
    assertThat(file).isRegularFile().hasContent(Preload.CONTENT);
    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(Files.getAttribute(file, "unix:mode")).isEqualTo(0100644);
  }

  @Test
  void howeverDeepAPodDugAllOfItIsDeleted() throws Exception {
    Path deep = Files.createDirectory(storage.resolve("deep"));
    String script =
        "for i in $(seq 600); do mkdir -p abcdefgh && cd -P abcdefgh || exit 1; done; : > x";
    assertThat(new ProcessBuilder("bash", "-c", script).directory(deep.toFile()).start().waitFor())
        .isZero();

    Clearing.remove(deep);

    assertThat(deep).doesNotExist();
  }

  @Test
  void whatAPodWroteGoesWithItsVolumeAndWithVolumesThatNobodyKnows() throws IOException {
    var own = new Own(storage);
    Path library = library(Files.createDirectory(storage.resolve("library")));
    Path mounted = own.made("csi-1", library, "");
    Path known = own.made("csi-2", library, "");
    Path orphan = own.made("csi-3", library, "");
    for (Path each : new Path[] {mounted, known, orphan}) {
      Files.setLastModifiedTime(each, FileTime.from(now.minus(Duration.ofHours(1))));
    }

    own.sweep(Set.of("csi-1"), Set.of("csi-2"));

    assertThat(mounted).exists();
    assertThat(known).exists();
    assertThat(orphan).doesNotExist();
    own.remove("csi-1");
    assertThat(mounted).doesNotExist();
  }

  private static final Retention RULE = new Retention(Duration.ofHours(1), Long.MAX_VALUE, 0);

  private void old(String key) throws IOException {
    Files.setLastModifiedTime(
        storage.resolve("store/" + key + "/" + Marker.FILE),
        FileTime.from(now.minus(Duration.ofHours(2))));
  }

  private static Path library(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("datadog-init/package"));
    Files.writeString(folder.resolve("datadog-init/package/version"), "1");
    return folder;
  }

  private static boolean find(Store store, String key) {
    return store.find(key, LibraryRequest.PACKAGE_FOLDER).isPresent();
  }
}
