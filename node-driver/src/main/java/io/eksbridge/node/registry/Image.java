// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import io.eksbridge.node.library.LibraryProblem;
import io.eksbridge.node.store.LibraryFailure;
import io.eksbridge.node.store.Unpacking.Packing;
import java.util.List;
import java.util.regex.Pattern;

/// An image for this node.
///
/// @param digest of its manifest: of all that it is
/// @param layers from the lowest on
public record Image(String digest, List<Layer> layers) {
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final int MOST_LAYERS = 256;

  /// One of its layers.
  ///
  /// @param bytes as it is packed
  public record Layer(String digest, long bytes, Packing packing) {
    static Layer read(JsonTree descriptor) {
      String type = descriptor.at("mediaType").text();
      if (type.endsWith("tar.gzip") || type.endsWith("tar+gzip")) {
        return new Layer(Image.digest(descriptor), descriptor.at("size").number(), Packing.GZIP);
      }
      if (type.endsWith("tar+zstd")) {
        return new Layer(Image.digest(descriptor), descriptor.at("size").number(), Packing.ZSTD);
      }
      if (type.endsWith(".tar")) {
        return new Layer(Image.digest(descriptor), descriptor.at("size").number(), Packing.PLAIN);
      }
      throw new LibraryFailure(
          LibraryProblem.unfit(
              "a layer is of no known type: "
                  + type.substring(0, Math.min(100, type.length())).replaceAll("\\p{Cntrl}", "?")));
    }
  }

  /// Copies what may change.
  public Image {
    layers = List.copyOf(layers);
  }

  static Image read(String digest, JsonTree manifest) {
    List<JsonTree> layers = manifest.at("layers").elements();
    if (layers.isEmpty() || layers.size() > MOST_LAYERS) {
      throw new LibraryFailure(
          LibraryProblem.unfit("its manifest has %d layers".formatted(layers.size())));
    }
    return new Image(digest, layers.stream().map(Layer::read).toList());
  }

  /// The digest in a descriptor.
  static String digest(JsonTree descriptor) {
    String digest = descriptor.at("digest").text();
    if (!DIGEST.matcher(digest).matches()) {
      throw new LibraryFailure(LibraryProblem.unfit("it names what is no SHA-256 digest"));
    }
    return digest;
  }

  /// Bytes of all layers, as they are packed.
  public long bytes() {
    return layers.stream().mapToLong(Layer::bytes).sum();
  }
}
