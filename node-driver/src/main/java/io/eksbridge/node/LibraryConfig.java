// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import io.eksbridge.node.library.AllowList;
import io.eksbridge.node.library.ImageLimits;
import io.eksbridge.node.library.ImageReference;
import io.eksbridge.node.library.Retention;
import io.eksbridge.node.volume.ByteSize;
import io.eksbridge.startup.Refusal;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What an operator may set about tracing libraries.
///
/// @param apmEnabled whether pods may have libraries at all
/// @param registryAllowList from where
/// @param registryPrivateHosts which registries may have private addresses
/// @param registryPlainHttpHosts which are asked without TLS
/// @param registryAuthPath the folder of mounted docker configurations
/// @param registryCaPath further certificates to trust
/// @param libraryLimit bytes that one image may unpack to
/// @param libraryQuota bytes that all libraries may take before unused ones go
/// @param libraryFreeFloor bytes of the disk that stay free
/// @param libraryCleanupMinutes how long an unused one stays
/// @param libraryTagMinutes how long a tag is believed to mean the same
/// @param libraryPullTimeoutSeconds how long a download may take
/// @param libraryDownloads how many there may be at a time
/// @param libraryFailOpen whether a pod starts with an empty folder where its library is not to be
///     had
/// @param libraryPrewarm images to have before a pod asks
@ConfigurationProperties(NodeDriverConfig.SERVICE)
public record LibraryConfig(
    @Bindable(defaultValue = APM_ENABLED) boolean apmEnabled,
    @Bindable(defaultValue = AllowList.DATADOG) String registryAllowList,
    @Bindable(defaultValue = "") String registryPrivateHosts,
    @Bindable(defaultValue = "") String registryPlainHttpHosts,
    @Bindable(defaultValue = REGISTRY_AUTH_PATH) String registryAuthPath,
    @Bindable(defaultValue = "") String registryCaPath,
    @Bindable(defaultValue = LIBRARY_LIMIT) String libraryLimit,
    @Bindable(defaultValue = LIBRARY_QUOTA) String libraryQuota,
    @Bindable(defaultValue = LIBRARY_FREE_FLOOR) String libraryFreeFloor,
    @Bindable(defaultValue = LIBRARY_CLEANUP_MINUTES) int libraryCleanupMinutes,
    @Bindable(defaultValue = LIBRARY_TAG_MINUTES) int libraryTagMinutes,
    @Bindable(defaultValue = LIBRARY_PULL_TIMEOUT_SECONDS) int libraryPullTimeoutSeconds,
    @Bindable(defaultValue = LIBRARY_DOWNLOADS) int libraryDownloads,
    @Bindable(defaultValue = LIBRARY_FAIL_OPEN) boolean libraryFailOpen,
    @Bindable(defaultValue = "") String libraryPrewarm) {

  static final String APM_ENABLED = "true";
  static final String REGISTRY_AUTH_PATH = "/var/run/datadog-registry-auth";
  static final String LIBRARY_LIMIT = "1Gi";
  static final String LIBRARY_QUOTA = "10Gi";
  static final String LIBRARY_FREE_FLOOR = "2Gi";
  static final String LIBRARY_CLEANUP_MINUTES = "1440";
  static final String LIBRARY_TAG_MINUTES = "60";
  static final String LIBRARY_PULL_TIMEOUT_SECONDS = "600";
  static final String LIBRARY_DOWNLOADS = "2";
  static final String LIBRARY_FAIL_OPEN = "false";

  private static final int MOST_DOWNLOADS = 16;

  /// Refuses what cannot work, in one line that names the flag.
  public LibraryConfig {
    Optional<String> unfit = AllowList.parse(registryAllowList).unfit();
    if (unfit.isPresent()) {
      throw new Refusal(
          "--registry-allow-list must be a list of registries such as gcr.io/datadoghq, or *: "
              + unfit.get());
    }
    NodeDriverConfig.absolute("--registry-auth-path", registryAuthPath);
    if (!registryCaPath.isEmpty()) {
      NodeDriverConfig.absolute("--registry-ca-path", registryCaPath);
    }
    var _ = bytes("--library-limit", libraryLimit);
    var _ = bytes("--library-quota", libraryQuota);
    var _ = bytes("--library-free-floor", libraryFreeFloor);
    atLeast("--library-cleanup-minutes", libraryCleanupMinutes, 0);
    atLeast("--library-tag-minutes", libraryTagMinutes, 0);
    atLeast("--library-pull-timeout-seconds", libraryPullTimeoutSeconds, 1);
    atLeast("--library-downloads", libraryDownloads, 1);
    if (libraryDownloads > MOST_DOWNLOADS) {
      throw new Refusal("--library-downloads must be at most 16: " + libraryDownloads);
    }
    for (String each : list(libraryPrewarm)) {
      if (ImageReference.parse(each) instanceof ImageReference.Reading.Unfit(var why)) {
        throw new Refusal("--library-prewarm " + why.words());
      }
    }
  }

  /// From where pods may have libraries.
  public AllowList allowed() {
    return AllowList.parse(registryAllowList);
  }

  /// The hosts that may have private addresses.
  public Set<String> privateHosts() {
    return Set.copyOf(list(registryPrivateHosts));
  }

  /// The hosts that are asked without TLS.
  public Set<String> plainHosts() {
    return Set.copyOf(list(registryPlainHttpHosts));
  }

  /// The file of further certificates.
  public Optional<Path> authorities() {
    return Optional.of(registryCaPath).filter(path -> !path.isEmpty()).map(Path::of);
  }

  /// How much an image may hold.
  public ImageLimits limits() {
    return new ImageLimits(bytes("--library-limit", libraryLimit));
  }

  /// How long libraries stay.
  public Retention retention() {
    return new Retention(
        Duration.ofMinutes(libraryCleanupMinutes), bytes("--library-quota", libraryQuota), floor());
  }

  /// Bytes of the disk that stay free.
  public long floor() {
    return bytes("--library-free-floor", libraryFreeFloor);
  }

  /// How long a tag is believed.
  public Duration tagAge() {
    return Duration.ofMinutes(libraryTagMinutes);
  }

  /// How long a download may take.
  public Duration pullTimeout() {
    return Duration.ofSeconds(libraryPullTimeoutSeconds);
  }

  /// The images to have before a pod asks.
  public List<ImageReference> prewarm() {
    return list(libraryPrewarm).stream()
        .map(ImageReference::parse)
        .flatMap(
            reading ->
                switch (reading) {
                  case ImageReference.Reading.Named(var image) -> Stream.of(image);
                  case ImageReference.Reading.Unfit _ -> Stream.of();
                })
        .toList();
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split("[,\\s]+", -1)).filter(each -> !each.isEmpty()).toList();
  }

  private static long bytes(String flag, String text) {
    return ByteSize.parse(text)
        .orElseThrow(
            () -> new Refusal(flag + " must be a size such as 500Mi or 1Gi, above 0: " + text));
  }

  private static void atLeast(String flag, int value, int least) {
    if (value < least) {
      throw new Refusal(flag + " must be " + least + " or more: " + value);
    }
  }
}
