// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// From which registries pods may have libraries.
///
/// @param entries hosts, each with or without a path; `*` stands for all
public record AllowList(List<String> entries) {
  /// Datadog's own: those of its guide to container registries, and those that its webhook
  /// (`admission_controller.auto_instrumentation.default_dd_registries`) knows besides.
  public static final String DATADOG =
      "gcr.io/datadoghq,eu.gcr.io/datadoghq,asia.gcr.io/datadoghq,public.ecr.aws/datadog,"
          + "docker.io/datadog,datadoghq.azurecr.io,registry.datadoghq.com,"
          + "us-docker.pkg.dev/datadoghq/gcr.io,europe-docker.pkg.dev/datadoghq/eu.gcr.io,"
          + "asia-docker.pkg.dev/datadoghq/asia.gcr.io";

  private static final String ALL = "*";

  /// Copies what may change.
  public AllowList {
    entries = List.copyOf(entries);
  }

  /// Reads entries that are separated by commas or blanks.
  public static AllowList parse(String text) {
    return new AllowList(
        Arrays.stream(text.split("[,\\s]+", -1)).filter(each -> !each.isEmpty()).toList());
  }

  /// The first entry that is none.
  public Optional<String> unfit() {
    return entries.stream().filter(entry -> !entry.equals(ALL) && !isEntry(entry)).findFirst();
  }

  private static boolean isEntry(String entry) {
    int slash = entry.indexOf('/');
    return slash < 0
        ? ImageReference.isHost(entry)
        : ImageReference.isHost(entry.substring(0, slash))
            && ImageReference.isPath(entry.substring(slash + 1));
  }

  /// Why a pod may not have that image: an entry stands for itself and for what is below it.
  public Optional<LibraryProblem> objection(ImageReference image) {
    String whole = image.host() + "/" + image.repository();
    boolean listed =
        entries.stream().anyMatch(entry -> entry.equals(ALL) || whole.startsWith(entry + "/"));
    return listed
        ? Optional.empty()
        : Optional.of(
            new LibraryProblem(
                LibraryFault.NOT_ALLOWED,
                "registry \"%s\" is not in the allow list (%s): see --registry-allow-list, in the"
                        .formatted(image.registry(), String.join(", ", entries))
                    + " chart libraries.allowedRegistries"));
  }
}
