// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import io.eksbridge.node.library.AllowList;
import picocli.CommandLine.Option;

/// The flags about tracing libraries; [LibraryConfig] checks them.
final class LibraryOptions {
  @Option(
      names = "--apm-enabled",
      paramLabel = "<true|false>",
      arity = "1",
      defaultValue = LibraryConfig.APM_ENABLED,
      description = "Let pods have tracing libraries from OCI images. Default: ${DEFAULT-VALUE}")
  boolean apmEnabled;

  @Option(
      names = "--registry-allow-list",
      paramLabel = "<registry,...>",
      defaultValue = AllowList.DATADOG,
      description =
          "From which registries, each with or without a path; * for all. Default:"
              + " ${DEFAULT-VALUE}")
  String registryAllowList;

  @Option(
      names = "--registry-private-hosts",
      paramLabel = "<host,...>",
      description = "Registries that may have private addresses, with their ports. Default: none")
  String registryPrivateHosts;

  @Option(
      names = "--registry-plain-http-hosts",
      paramLabel = "<host,...>",
      description = "Registries that are asked without TLS, with their ports. Default: none")
  String registryPlainHttpHosts;

  @Option(
      names = "--registry-auth-path",
      paramLabel = "<path>",
      defaultValue = LibraryConfig.REGISTRY_AUTH_PATH,
      description =
          "The folder of docker configurations with credentials, read anew for each"
              + " download. Default: ${DEFAULT-VALUE}")
  String registryAuthPath;

  @Option(
      names = "--registry-ca-path",
      paramLabel = "<path>",
      description = "A file of further certificates of authorities, in PEM. Default: none")
  String registryCaPath;

  @Option(
      names = "--library-limit",
      paramLabel = "<size>",
      defaultValue = LibraryConfig.LIBRARY_LIMIT,
      description = "How much one image may unpack to. Default: ${DEFAULT-VALUE}")
  String libraryLimit;

  @Option(
      names = "--library-quota",
      paramLabel = "<size>",
      defaultValue = LibraryConfig.LIBRARY_QUOTA,
      description =
          "How much all libraries may take before those go that no pod uses. Default:"
              + " ${DEFAULT-VALUE}")
  String libraryQuota;

  @Option(
      names = "--library-free-floor",
      paramLabel = "<size>",
      defaultValue = LibraryConfig.LIBRARY_FREE_FLOOR,
      description =
          "How much of the disk stays free: below it libraries go that no pod uses, and none"
              + " is downloaded. Default: ${DEFAULT-VALUE}")
  String libraryFreeFloor;

  @Option(
      names = "--library-cleanup-minutes",
      paramLabel = "<minutes>",
      defaultValue = LibraryConfig.LIBRARY_CLEANUP_MINUTES,
      description = "How long a library stays that no pod uses. Default: ${DEFAULT-VALUE}")
  int libraryCleanupMinutes;

  @Option(
      names = "--library-tag-minutes",
      paramLabel = "<minutes>",
      defaultValue = LibraryConfig.LIBRARY_TAG_MINUTES,
      description =
          "How long a tag is believed before the registry is asked again what it means."
              + " Default: ${DEFAULT-VALUE}")
  int libraryTagMinutes;

  @Option(
      names = "--library-pull-timeout-seconds",
      paramLabel = "<seconds>",
      defaultValue = LibraryConfig.LIBRARY_PULL_TIMEOUT_SECONDS,
      description = "How long a download may take. Default: ${DEFAULT-VALUE}")
  int libraryPullTimeoutSeconds;

  @Option(
      names = "--library-downloads",
      paramLabel = "<number>",
      defaultValue = LibraryConfig.LIBRARY_DOWNLOADS,
      description = "How many downloads there may be at a time. Default: ${DEFAULT-VALUE}")
  int libraryDownloads;

  @Option(
      names = "--library-fail-open",
      paramLabel = "<true|false>",
      arity = "1",
      defaultValue = LibraryConfig.LIBRARY_FAIL_OPEN,
      description =
          "Start pods with an empty folder where their library is not to be had. Default:"
              + " ${DEFAULT-VALUE}")
  boolean libraryFailOpen;

  @Option(
      names = "--library-prewarm",
      paramLabel = "<image,...>",
      description = "Images to have before a pod asks: registry/package:version. Default: none")
  String libraryPrewarm;
}
