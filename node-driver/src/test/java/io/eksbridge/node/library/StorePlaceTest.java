// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StorePlaceTest {
  private static final String KEY = "0123456789abcdef".repeat(4);

  @Test
  void bindsOverlaysAndWhatIsOnItsWayOutAreInUse() {
    List<String> lines =
        List.of(
            "1 2 8:1 /var/s/store/" + KEY + "/datadog-init/package /a ro - ext4 /dev/x rw",
            "2 2 0:9 / /b rw - overlay overlay rw,lowerdir=/s/store/"
                + KEY
                + "-shared/datadog-init/package,upperdir=/s/writable/csi-1/upper,workdir=/w",
            "3 2 8:1 /var/s/trash/" + KEY + "~1/datadog-init/package /c ro - ext4 /dev/x rw",
            "4 2 8:1 /var/s/store/short /d ro - ext4 /dev/x rw");

    assertThat(StorePlace.used(lines)).containsExactly(KEY, KEY + "-shared", KEY);
    assertThat(StorePlace.writable(lines)).containsExactly("csi-1");
  }

  @ParameterizedTest
  @CsvSource({
    "/var/lib/kubelet/plugins/datadog.csi/storage/store/K/datadog-init/package, true",
    "/s/store/K-shared/datadog-init/package, true",
    "/s/store/K/opt/datadog-packages/datadog-apm-inject, true",
    "/s/store/empty, true",
    "/s/store/K, false",
    "/s/store/abc/datadog-init/package, false",
    "/run/datadog/dsd.socket, false"
  })
  void aMountOfALibraryIsKnownByWhatItShows(String shown, boolean library) {
    assertThat(StorePlace.isLibrary(shown.replace("K", KEY))).isEqualTo(library);
  }

  @Test
  void anImageIsStoredUnderItsDigestAndForm() {
    assertThat(StorePlace.isKey(LibraryForm.AS_IT_IS.key("sha256:" + KEY))).isTrue();
    assertThat(LibraryForm.SHARED.key("sha256:" + KEY)).isEqualTo(KEY + "-shared");
    assertThat(StorePlace.isKey("../" + KEY)).isFalse();
  }
}
