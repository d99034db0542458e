// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The flags of what the sidecar is made of, the same for every command that decides.
public final class SidecarFlags {
  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      defaultValue = SidecarConfig.IMAGE,
      description = "The Agent's image. Default: ${DEFAULT-VALUE}")
  String image;

  @Option(
      names = "--site",
      paramLabel = "HOST",
      defaultValue = SidecarConfig.SITE,
      description = "The Datadog site that the Agent sends to. Default: ${DEFAULT-VALUE}")
  String site;

  @Option(
      names = "--cluster-name",
      paramLabel = "NAME",
      description = "The cluster's name (DD_CLUSTER_NAME). Default: the variable is left out")
  @Nullable String clusterName;

  @Option(
      names = "--secret-name",
      paramLabel = "NAME",
      defaultValue = Names.COPY_SECRET,
      description =
          "The Secret of the credentials in the pod's namespace. Default: ${DEFAULT-VALUE}")
  String secretName;

  @Option(
      names = "--api-key-key",
      paramLabel = "KEY",
      defaultValue = Names.API_KEY,
      description = "Its key for the API key. Default: ${DEFAULT-VALUE}")
  String apiKeyKey;

  @Option(
      names = "--token-key",
      paramLabel = "KEY",
      defaultValue = Names.TOKEN,
      description = "Its key for the cluster agent's token. Default: ${DEFAULT-VALUE}")
  String tokenKey;

  @Option(
      names = "--cpu",
      paramLabel = "QUANTITY",
      defaultValue = SidecarConfig.CPU,
      description = "The sidecar's CPU, request and limit. Default: ${DEFAULT-VALUE}")
  String cpu;

  @Option(
      names = "--memory",
      paramLabel = "QUANTITY",
      defaultValue = SidecarConfig.MEMORY,
      description = "The sidecar's memory, request and limit. Default: ${DEFAULT-VALUE}")
  String memory;

  @Option(
      names = "--pull-secrets",
      paramLabel = "NAME,...",
      defaultValue = "",
      description = "Secrets that the image is pulled with, in the pod's namespace. Default: none")
  String pullSecrets;

  @Option(
      names = "--tags",
      paramLabel = "KEY:VALUE,...",
      defaultValue = "",
      description = "On all that the Agent sends (DD_TAGS). Default: none")
  String tags;

  @Option(
      names = "--logs",
      paramLabel = "WHICH",
      defaultValue = SidecarConfig.LOGS,
      description =
          "Logs collected by the kubelet's API (Agent 7.71): off, kubelet (where annotations ask), all. Default: ${DEFAULT-VALUE}")
  String logs;

  @Option(
      names = "--process-collection",
      arity = "0..1",
      paramLabel = "BOOLEAN",
      defaultValue = "false",
      fallbackValue = "true",
      description = "List the pod's processes. Default: ${DEFAULT-VALUE}")
  boolean processCollection;

  /// The sidecar that these flags describe.
  public SidecarConfig sidecar() {
    return new SidecarConfig(
        image,
        pullSecrets,
        site,
        clusterName,
        secretName,
        apiKeyKey,
        tokenKey,
        cpu,
        memory,
        tags,
        logs,
        processCollection);
  }
}
