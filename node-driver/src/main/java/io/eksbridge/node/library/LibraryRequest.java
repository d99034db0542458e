// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import java.util.Map;
import java.util.Optional;

/// What a pod's volume asks of a library.
///
/// @param image it is in
/// @param form in which it is mounted
/// @param writable whether the pod may write in a copy of its own
/// @param failOpen whether the pod rather starts without it than not at all; absent where the
///     node's own rule holds
public record LibraryRequest(
    ImageReference image, LibraryForm form, boolean writable, Optional<Boolean> failOpen) {
  private static final String PACKAGE = "package";
  private static final String REGISTRY = "registry";
  private static final String VERSION = "version";
  private static final String WRITABLE = "writable";
  private static final String FAIL_OPEN = "fail-open";
  private static final String APM_INJECT = "apm-inject";

  /// All that an image may hold for pods, by the paths that Datadog's images have.
  public static final String INJECT_FOLDER = "opt/datadog-packages/datadog-apm-inject";

  /// The same of all other packages.
  public static final String PACKAGE_FOLDER = "datadog-init/package";

  /// Whether attributes ask for a library.
  public sealed interface Reading {
    /// They do.
    record Asked(LibraryRequest request) implements Reading {}

    /// They do not, or not in a way that can be used.
    record Unfit(LibraryProblem why) implements Reading {}
  }

  /// Reads what a pod wrote.
  public static Reading read(Map<String, String> attributes, LibraryForm form, boolean readonly) {
    for (String name : new String[] {PACKAGE, REGISTRY, VERSION}) {
      if (value(attributes, name).isEmpty()) {
        return new Reading.Unfit(LibraryProblem.attribute(name, "must be given"));
      }
    }
    Optional<LibraryProblem> answer =
        flag(attributes, WRITABLE).or(() -> flag(attributes, FAIL_OPEN));
    if (answer.isPresent()) {
      return new Reading.Unfit(answer.get());
    }
    boolean writable = value(attributes, WRITABLE).equals("true");
    Optional<LibraryProblem> unfit = access(form, writable, readonly);
    if (unfit.isPresent()) {
      return new Reading.Unfit(unfit.get());
    }
    return switch (ImageReference.read(
        value(attributes, REGISTRY), value(attributes, PACKAGE), value(attributes, VERSION))) {
      case ImageReference.Reading.Unfit(var why) -> new Reading.Unfit(why);
      case ImageReference.Reading.Named(var image) ->
          new Reading.Asked(
              new LibraryRequest(
                  image,
                  form,
                  writable,
                  Optional.of(value(attributes, FAIL_OPEN))
                      .filter(text -> !text.isEmpty())
                      .map("true"::equals)));
    };
  }

  private static Optional<LibraryProblem> access(
      LibraryForm form, boolean writable, boolean readonly) {
    if (writable && form == LibraryForm.SHARED) {
      return Optional.of(
          LibraryProblem.attribute(WRITABLE, "goes with volumeAttributes.type DatadogLibrary"));
    }
    if (writable == readonly) {
      return Optional.of(
          LibraryProblem.request(
              writable
                  ? "spec.volumes[].csi.readOnly must not be true for a writable library"
                  : "library volumes must be mounted in read-only mode: set"
                      + " spec.volumes[].csi.readOnly: true"));
    }
    return Optional.empty();
  }

  /// Which folder of the image is mounted; a pod has no say.
  public String folder() {
    return folder(image.name());
  }

  static String folder(String name) {
    return name.equals(APM_INJECT) ? INJECT_FOLDER : PACKAGE_FOLDER;
  }

  private static Optional<LibraryProblem> flag(Map<String, String> attributes, String name) {
    String text = value(attributes, name);
    return text.isEmpty() || text.equals("true") || text.equals("false")
        ? Optional.empty()
        : Optional.of(LibraryProblem.attribute(name, "must be \"true\" or \"false\""));
  }

  private static String value(Map<String, String> attributes, String name) {
    return attributes.getOrDefault(LibraryProblem.key(name), "");
  }
}
