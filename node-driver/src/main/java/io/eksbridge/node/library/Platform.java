// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;

/// What an image is made for.
///
/// @param os usually `linux`
/// @param architecture `amd64` or `arm64`
public record Platform(String os, String architecture) {
  /// One of an index's images.
  ///
  /// @param digest by which it is asked for
  /// @param platform absent where the index does not say
  public record Child(String digest, Optional<Platform> platform) {}

  /// What an index offers this node.
  public sealed interface Choice {
    /// The image of that digest.
    record Image(String digest) implements Choice {}

    /// Nothing.
    record None(LibraryProblem why) implements Choice {}
  }

  /// Of a machine as the JVM names it.
  public static Platform of(String arch) {
    return new Platform("linux", "aarch64".equals(arch) ? "arm64" : "amd64");
  }

  /// The first that is made for this.
  public Choice choose(List<Child> children) {
    Optional<Child> fit =
        children.stream().filter(child -> child.platform().equals(Optional.of(this))).findFirst();
    return fit.<Choice>map(child -> new Choice.Image(child.digest()))
        .orElseGet(
            () ->
                new Choice.None(
                    other(
                        children.stream()
                            .flatMap(child -> child.platform().stream())
                            .map(Platform::text)
                            .distinct()
                            .limit(10)
                            .collect(joining(", ")))));
  }

  /// Why an image for something else is of no use.
  public LibraryProblem other(String found) {
    return LibraryProblem.unfit(
        "it is for " + (found.isEmpty() ? "no platform" : found) + " and this node is " + text());
  }

  /// As images write it.
  public String text() {
    return os + "/" + architecture;
  }
}
