// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An image as `docker load` takes it, unpacked as a container runtime would.
///
/// @param config what is to be run in it, and as whom
/// @param layers their digests, the lowest first
/// @param root its root file system
public record ImageArchive(JsonNode config, List<String> layers, Path root) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Copies what may change.
  public ImageArchive {
    layers = List.copyOf(layers);
  }

  /// Unpacks `archive` below `folder`.
  public static ImageArchive unpack(Path archive, Path folder)
      throws IOException, InterruptedException {
    Path parts = Files.createDirectory(folder.resolve("archive"));
    tar(archive, parts);
    JsonNode manifest = JSON.readTree(parts.resolve("manifest.json").toFile()).path(0);
    Path root = Files.createDirectory(folder.resolve("root"));
    for (JsonNode layer : manifest.path("Layers")) {
      tar(parts.resolve(layer.asText()), root);
    }
    JsonNode config = JSON.readTree(parts.resolve(manifest.path("Config").asText()).toFile());
    var layers = new ArrayList<String>();
    config.at("/rootfs/diff_ids").forEach(each -> layers.add(each.asText()));
    return new ImageArchive(config.path("config"), layers, root);
  }

  private static void tar(Path archive, Path folder) throws IOException, InterruptedException {
    Process tar =
        new ProcessBuilder(
                "tar",
                "--extract",
                "--preserve-permissions",
                "--warning=no-unknown-keyword",
                "--file=" + archive,
                "--directory=" + folder)
            .redirectErrorStream(true)
            .start();
    String said = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (tar.waitFor() != 0) {
      throw new IOException("tar: " + said);
    }
  }
}
