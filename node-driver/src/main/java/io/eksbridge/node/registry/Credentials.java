// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import io.eksbridge.node.library.ImageReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The docker `config.json` files of mounted Secrets, read anew each time: whoever changes a Secret
/// need not restart the driver. After them come those of the official driver's variables.
public final class Credentials {
  private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);
  private static final List<String> NAMES = List.of(".dockerconfigjson", "config.json");
  private static final String VARIABLE = "DD_APM_REGISTRY_AUTH_";
  private static final int LARGEST = 1 << 20;
  private static final List<String> HUB =
      List.of("https://index.docker.io/v1/", "index.docker.io", "registry-1.docker.io");

  private final Path folder;
  private final Map<String, String> environment;

  /// Of the files in that folder and in its folders.
  public Credentials(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /// Those that are most precisely for this image.
  Optional<Login> find(ImageReference image) {
    List<JsonTree> all = configurations();
    return keys(image).stream()
        .flatMap(key -> all.stream().map(each -> each.at("auths").at(key)))
        .flatMap(entry -> Login.read(entry).stream())
        .findFirst();
  }

  private static List<String> keys(ImageReference image) {
    List<String> keys = new ArrayList<>();
    String name = image.host() + "/" + image.repository();
    for (int end = name.length(); end > 0; end = name.lastIndexOf('/', end - 1)) {
      String part = name.substring(0, end);
      keys.addAll(List.of(part, part + "/", "https://" + part, "https://" + part + "/"));
    }
    keys.addAll(List.of("https://" + image.host() + "/v1/", "https://" + image.host() + "/v2/"));
    if (image.host().equals("docker.io")) {
      keys.addAll(HUB);
    }
    return keys;
  }

  private List<JsonTree> configurations() {
    List<JsonTree> found = new ArrayList<>();
    for (Path file : files()) {
      try {
        if (Files.size(file) <= LARGEST) {
          found.add(JsonTree.parse(Files.readAllBytes(file)));
        }
      } catch (IOException broken) {
        unreadable(file.toString(), broken);
      }
    }
    environment.keySet().stream()
        .filter(name -> name.startsWith(VARIABLE))
        .sorted()
        .forEach(
            name -> {
              try {
                found.add(
                    JsonTree.parse(
                        environment.getOrDefault(name, "").getBytes(StandardCharsets.UTF_8)));
              } catch (IOException broken) {
                unreadable(name, broken);
              }
            });
    return found;
  }

  private static void unreadable(String where, IOException broken) {
    LOG.atWarn()
        .addKeyValue("where", where)
        .addKeyValue("problem", broken.getClass().getSimpleName())
        .log("these registry credentials are no docker config.json and are left out");
  }

  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(folder)) {
      return Stream.concat(Stream.of(folder), folders)
          .sorted()
          .flatMap(each -> NAMES.stream().map(each::resolve))
          .filter(Files::isRegularFile)
          .toList();
    } catch (IOException broken) {
      unreadable(folder.toString(), broken);
      return List.of();
    }
  }
}
