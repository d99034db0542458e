// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.startup.Startup;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ConfigTest {
  private static final SidecarConfig SIDECAR =
      new SidecarConfig(
          "gcr.io/datadoghq/agent:7.71.0",
          "",
          "datadoghq.com",
          null,
          "datadog-secret",
          "api-key",
          "token",
          "200m",
          "256Mi",
          "",
          "off",
          false);
  private static final FitConfig FIT =
      new FitConfig(
          "auto",
          "auto",
          "auto",
          false,
          false,
          "warn",
          "cpu,memory,tags,logs,form",
          "50m-1",
          "128Mi-1Gi");
  private static final ScopeConfig SCOPE =
      new ScopeConfig(null, "", false, "leave", "eksbridge.io/fargate=enabled", "", "");
  private static final AddressConfig ADDRESS =
      new AddressConfig("datadog", "datadog-cluster-agent", "cluster.local", null, null);
  private static final ServingConfig SERVING =
      new ServingConfig(
          8443,
          8080,
          Path.of("/etc/fargate-injector/tls/tls.crt"),
          Path.of("/etc/fargate-injector/tls/tls.key"),
          4 * 1024 * 1024,
          Duration.ofSeconds(10),
          1024,
          Duration.ofSeconds(5));
  private static final WatchConfig WATCH = new WatchConfig(null, 30, null);

  @TempDir Path files;

  @Test
  void theDefaultsAreTheDocumentedOnes() {
    try (ApplicationContext context = bound(Map.of())) {
      assertThat(context.getBean(SidecarConfig.class)).isEqualTo(SIDECAR);
      assertThat(context.getBean(FitConfig.class)).isEqualTo(FIT);
      assertThat(context.getBean(ScopeConfig.class)).isEqualTo(SCOPE);
      assertThat(context.getBean(AddressConfig.class)).isEqualTo(ADDRESS);
      assertThat(context.getBean(ServingConfig.class)).isEqualTo(SERVING);
      assertThat(context.getBean(WatchConfig.class)).isEqualTo(WATCH);
    }
  }

  @Test
  void theFlagsHaveTheSameDefaults() {
    var webhook = new WebhookCommand();
    Startup.commandLine(webhook, List.of(), Map.of()).parseArgs();

    assertThat(webhook.sidecar.sidecar()).isEqualTo(SIDECAR);
    assertThat(webhook.fit.fit()).isEqualTo(FIT);
    assertThat(webhook.scope.scope()).isEqualTo(SCOPE);
    assertThat(webhook.address.address()).isEqualTo(ADDRESS);
    assertThat(
            new ServingConfig(
                webhook.port,
                webhook.managementPort,
                webhook.tlsCertificate,
                webhook.tlsKey,
                webhook.maxBody,
                webhook.requestTimeout,
                webhook.maxConnections,
                webhook.drainWait))
        .isEqualTo(SERVING);
    assertThat(
            new WatchConfig(
                webhook.kubeconfig, webhook.syncWaitSeconds, webhook.tokenSyncNamespace))
        .isEqualTo(WATCH);
  }

  @Test
  void everySettingHasThreeSpellings() throws IOException {
    Path kubeconfig =
        Files.writeString(
            files.resolve("kubeconfig"),
            """
            current-context: a
            contexts: [{name: a, context: {cluster: a, user: a}}]
            clusters: [{name: a, cluster: {server: "http://127.0.0.1:1"}}]
            users: [{name: a, user: {}}]
            """);
    Path profiles = Files.writeString(files.resolve("profiles.yaml"), "[]");
    Map<String, String> given =
        Map.ofEntries(
            Map.entry("pull-secrets", "regcred"),
            Map.entry("tags", "team:shop"),
            Map.entry("logs", "all"),
            Map.entry("process-collection", "true"),
            Map.entry("form", "native"),
            Map.entry("hardening", "always"),
            Map.entry("address", "ip"),
            Map.entry("inject-without-address", "true"),
            Map.entry("size", "skip"),
            Map.entry("pod-settings", "tags"),
            Map.entry("cpu-range", "1m-2"),
            Map.entry("memory-range", "1Mi-2Gi"),
            Map.entry("profiles", profiles.toString()),
            Map.entry("kube-system-pods", "k8s-app=kube-dns"),
            Map.entry("mixed-workloads", "true"),
            Map.entry("official-sidecar", "replace"),
            Map.entry("token-sync-namespace", "bridge"),
            Map.entry("token-sync-selector", "team"),
            Map.entry("token-sync-names", "team-*"),
            Map.entry("token-sync-excluded", "dev"),
            Map.entry("cluster-agent-ca", "datadog-ca-cert"),
            Map.entry("port", "9443"),
            Map.entry("management-port", "9080"),
            Map.entry("tls-certificate", "/a.crt"),
            Map.entry("tls-key", "/a.key"),
            Map.entry("max-body", "4096"),
            Map.entry("request-timeout", "PT7S"),
            Map.entry("max-connections", "77"),
            Map.entry("drain-wait", "PT9S"),
            Map.entry("kubeconfig", kubeconfig.toString()),
            Map.entry("sync-wait-seconds", "3"),
            Map.entry("image", "registry.example.com/agent:1"),
            Map.entry("site", "datadoghq.eu"),
            Map.entry("cluster-name", "shop"),
            Map.entry("secret-name", "go-secrets"),
            Map.entry("api-key-key", "datadog_api_key"),
            Map.entry("token-key", "datadog_token"),
            Map.entry("cpu", "100m"),
            Map.entry("memory", "128Mi"),
            Map.entry("inject-without-credentials", "true"),
            Map.entry("cluster-agent-namespace", "monitoring"),
            Map.entry("cluster-agent-service", "dca"),
            Map.entry("cluster-domain", "corp.internal"),
            Map.entry("cluster-agent-ip", "fd12::1"));
    String[] flags =
        given.entrySet().stream()
            .map(each -> "--" + each.getKey() + "=" + each.getValue())
            .toArray(String[]::new);
    Map<String, String> variables =
        given.entrySet().stream()
            .collect(
                java.util.stream.Collectors.toMap(
                    each ->
                        "FARGATE_INJECTOR_"
                            + each.getKey().replace('-', '_').toUpperCase(java.util.Locale.ROOT),
                    Map.Entry::getValue));

    Map<String, Object> byFlag = settings(Map.of(), flags);
    Map<String, Object> byVariable = settings(variables);

    assertThat(byFlag).isEqualTo(byVariable).hasSameSizeAs(given);
    assertThat(flagNames()).containsExactlyInAnyOrderElementsOf(given.keySet());
    try (ApplicationContext context = bound(byFlag)) {
      assertThat(context.getBean(SidecarConfig.class))
          .isEqualTo(
              new SidecarConfig(
                  "registry.example.com/agent:1",
                  "regcred",
                  "datadoghq.eu",
                  "shop",
                  "go-secrets",
                  "datadog_api_key",
                  "datadog_token",
                  "100m",
                  "128Mi",
                  "team:shop",
                  "all",
                  true));
      assertThat(context.getBean(FitConfig.class))
          .isEqualTo(
              new FitConfig(
                  "native", "always", "ip", true, true, "skip", "tags", "1m-2", "1Mi-2Gi"));
      assertThat(context.getBean(ScopeConfig.class))
          .isEqualTo(
              new ScopeConfig(
                  profiles, "k8s-app=kube-dns", true, "replace", "team", "team-*", "dev"));
      assertThat(context.getBean(AddressConfig.class))
          .isEqualTo(
              new AddressConfig(
                  "monitoring", "dca", "corp.internal", "fd12::1", "datadog-ca-cert"));
      assertThat(context.getBean(ServingConfig.class))
          .isEqualTo(
              new ServingConfig(
                  9443,
                  9080,
                  Path.of("/a.crt"),
                  Path.of("/a.key"),
                  4096,
                  Duration.ofSeconds(7),
                  77,
                  Duration.ofSeconds(9)));
      assertThat(context.getBean(WatchConfig.class))
          .isEqualTo(new WatchConfig(kubeconfig, 3, "bridge"));
    }
  }

  @Test
  void theFlagIsNotTurnedAroundByItsVariable() {
    assertThat(
            settings(
                Map.of("FARGATE_INJECTOR_INJECT_WITHOUT_CREDENTIALS", "true"),
                "--inject-without-credentials"))
        .isEqualTo(Map.of("fargate-injector.inject-without-credentials", true));
  }

  @Test
  void theControllersFlagsHaveTheDefaultsOfItsConfiguration() {
    var controller = new ControllerCommand();
    Startup.commandLine(controller, List.of(), Map.of()).parseArgs();
    try (ApplicationContext context =
        bound(Map.of(FargateInjector.COMMAND, FargateInjector.CLEANUP))) {
      assertThat(context.getBean(ControllerConfig.class))
          .isEqualTo(
              new ControllerConfig(
                  controller.where.namespace,
                  controller.service,
                  controller.servicePort,
                  controller.tlsSource,
                  controller.where.tlsSecret,
                  controller.certManagerCertificate,
                  controller.caFile,
                  controller.certificateLifetime,
                  controller.publishWait,
                  controller.retireWait,
                  controller.audit.automatic,
                  controller.identity));
    }
  }

  @Test
  void theAccessToKubeletsHasTheDefaultOfItsConfiguration() {
    var controller = new ControllerCommand();
    Startup.commandLine(controller, List.of(), Map.of()).parseArgs();
    try (ApplicationContext context =
        bound(Map.of(FargateInjector.COMMAND, FargateInjector.STATUS))) {
      assertThat(context.getBean(GrantConfig.class))
          .isEqualTo(new GrantConfig(controller.grants.kubeletAccess));
    }
  }

  @Test
  void everyFlagOfEveryCommandIsExplained() {
    CommandLine line = Startup.commandLine(new FargateInjector(), List.of(), Map.of());

    line.getSubcommands()
        .values()
        .forEach(
            command ->
                assertThat(command.getCommandSpec().options())
                    .allSatisfy(option -> assertThat(option.description()).isNotEmpty()));
  }

  @Test
  void theAddressIsTheServicesFullName() {
    assertThat(ADDRESS.serviceName()).isEqualTo("datadog-cluster-agent.datadog.svc.cluster.local");
    assertThatThrownBy(() -> new AddressConfig("", "a", "b", null, null))
        .hasMessageContaining("DNS");
  }

  private static ApplicationContext bound(Map<String, Object> properties) {
    return ApplicationContext.builder().deduceEnvironment(false).properties(properties).start();
  }

  private static Map<String, Object> settings(Map<String, String> variables, String... flags) {
    CommandLine line =
        Startup.commandLine(new WebhookCommand(), List.of(FargateInjector.VARIABLES), variables);
    line.parseArgs(flags);
    return Startup.settings(FargateInjector.SERVICE, line.getCommandSpec());
  }

  private static List<String> flagNames() {
    return Startup.commandLine(new WebhookCommand(), List.of(), Map.of())
        .getCommandSpec()
        .options()
        .stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .map(option -> option.longestName().substring(2))
        .toList();
  }
}
