// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import io.eksbridge.node.LibraryConfig;
import io.eksbridge.node.library.AllowList;
import io.eksbridge.node.library.ImageReference;
import io.eksbridge.node.library.LibraryForm;
import io.eksbridge.node.library.Platform;
import io.eksbridge.node.library.ProxyRules;
import io.eksbridge.node.registry.Credentials;
import io.eksbridge.node.registry.Hosts;
import io.eksbridge.node.registry.Image;
import io.eksbridge.node.registry.RegistryClient;
import io.eksbridge.node.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A process that downloads an image and says a line for each block that comes, to be killed.
final class Victim {
  private Victim() {}

  public static void main(String[] arguments) {
    Path storage = Path.of(arguments[0]);
    String host = arguments[1];
    var store = new Store(storage);
    store.open();
    var registry =
        new RegistryClient(
            new Hosts(Set.of(), Set.of(host), Optional.empty(), ProxyRules.of(Map.of())),
            new Credentials(storage.resolve("none"), Map.of()),
            Platform.of(System.getProperty("os.arch")));
    var reference = new ImageReference(host, "datadoghq/lib", Optional.of("v1"), Optional.empty());
    Image image = registry.image(reference);
    System.out.println(image.digest());
    new Download(config(), registry, store, _ -> {})
        .perform(
            new Flight(reference, Instant.now()),
            image,
            LibraryForm.AS_IT_IS,
            _ -> System.out.println("block"));
    System.out.println("complete");
    store.settle(LibraryForm.AS_IT_IS.key(image.digest()));
    System.out.println("settled");
  }

  private static LibraryConfig config() {
    return new LibraryConfig(
        true, AllowList.DATADOG, "", "", "/none", "", "64Mi", "1Gi", "1", 60, 60, 60, 2, false, "");
  }
}
