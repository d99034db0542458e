// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

/// Why a pod does not get its library.
///
/// @param fault of which kind
/// @param words for whoever reads the pod's events, with the way out
public record LibraryProblem(LibraryFault fault, String words) {
  private static final String PREFIX = "dd.csi.datadog.com/library.";

  /// An attribute of the volume cannot be used.
  static LibraryProblem attribute(String name, String why) {
    return new LibraryProblem(
        LibraryFault.BAD_REQUEST, "volumeAttributes[\"" + PREFIX + name + "\"] " + why);
  }

  /// Something else of the volume cannot be used.
  static LibraryProblem request(String why) {
    return new LibraryProblem(LibraryFault.BAD_REQUEST, why);
  }

  /// The image is there and is of no use.
  public static LibraryProblem unfit(String why) {
    return new LibraryProblem(LibraryFault.UNFIT_IMAGE, "the image cannot be used: " + why);
  }

  /// The image holds more than it may.
  public static LibraryProblem large(String why) {
    return new LibraryProblem(LibraryFault.TOO_LARGE, "the image is too large: " + why);
  }

  /// The name of an attribute in a volume.
  static String key(String name) {
    return PREFIX + name;
  }
}
