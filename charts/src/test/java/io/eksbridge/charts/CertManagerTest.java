// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Patience;
import io.eksbridge.parts.Service;
import io.eksbridge.parts.ServingPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The authorities are cert-manager's, everything else in the configurations is the controller's:
/// on a real API server, with a writer that does what cert-manager's injector does, in both of its
/// ways.
final class CertManagerTest {
  private static final String AUTOMATIC = "mutatingwebhookconfiguration/eksbridge-fargate-injector";
  private static final String OPT_IN = AUTOMATIC + "-opt-in";
  private static final String BUNDLE = "{.webhooks[0].clientConfig.caBundle}";
  private static final String INJECTOR = "--field-manager=cert-manager-cainjector";

  @TempDir Path folder;
  private Kubectl kubectl;
  private RunningController controllers;

  @BeforeEach
  void aCluster() throws Exception {
    kubectl = Kubectl.in(folder);
    controllers = RunningController.in(folder, kubectl);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    controllers.cleanup();
    kubectl.run("delete", "lease", "eksbridge-injector", "-n", "eksbridge", "--ignore-not-found");
  }

  @Test
  void theControllerRepairsAllButTheAuthoritiesWhichItNeverWrites() throws Exception {
    try (Service controller =
        controllers.start(
            "--tls-source=cert-manager", "--cert-manager-certificate=eksbridge/webhook")) {
      soon("asked for", () -> get(OPT_IN, "{.metadata.annotations}").contains("eksbridge/webhook"));
      soon("and too", () -> get(AUTOMATIC, "{.metadata.annotations}").contains("inject-ca-from"));
      assertThat(get(AUTOMATIC, BUNDLE)).isEmpty();

      String first = bundle("first");
      patch(
          "[{'op':'add','path':'/webhooks/0/clientConfig/caBundle','value':'" + first + "'}]",
          INJECTOR);
      patch("[{'op':'replace','path':'/webhooks/0/failurePolicy','value':'Fail'}]");
      soon("repaired", () -> get(AUTOMATIC, "{.webhooks[0].failurePolicy}").equals("Ignore"));
      assertThat(get(AUTOMATIC, BUNDLE)).isEqualTo(first);

      patch(
          "[{'op':'add','path':'/webhooks/0/matchConditions/-','value':{'name':'never','expression':'false'}}]");
      soon(
          "replaced",
          () -> !get(AUTOMATIC, "{.webhooks[0].matchConditions[*].name}").contains("never"));
      assertThat(get(AUTOMATIC, BUNDLE)).isEqualTo(first);

      String second = bundle("second");
      kubectl.apply(
          "{apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration,"
              + " metadata: {name: eksbridge-fargate-injector}, webhooks: [{name:"
              + " sidecar.fargate-injector.eksbridge.io, clientConfig: {caBundle: "
              + second
              + "}}]}",
          INJECTOR,
          "--force-conflicts",
          "--validate=false");
      String version = get(AUTOMATIC, "{.metadata.resourceVersion}");
      kubectl.run("delete", OPT_IN); // a pass: all is looked at
      soon("made again", () -> !get(OPT_IN, "{.metadata.uid}").isEmpty());

      assertThat(get(AUTOMATIC, BUNDLE)).isEqualTo(second);
      assertThat(get(AUTOMATIC, "{.metadata.resourceVersion}")).isEqualTo(version);
      assertThat(get("secret/release-certificate", "{.metadata.uid}")).isEmpty();
      assertThat(controller.process().log()).doesNotContain("\"reason\":\"authorities\"");
    }
  }

  private String bundle(String name) throws Exception {
    Path pair = Files.createDirectory(folder.resolve(name));
    byte[] authority = Files.readAllBytes(ServingPair.make(pair).certificate());
    return Base64.getEncoder().encodeToString(authority);
  }

  private void soon(String what, io.eksbridge.parts.Child.Check check) throws Exception {
    assertThat(Patience.until(check)).as(what).isTrue();
  }

  private String get(String object, String field) throws java.io.IOException, InterruptedException {
    return kubectl.run(
        "get", object, "-n", "eksbridge", "--ignore-not-found", "-o", "jsonpath=" + field);
  }

  private void patch(String operations, String... flags) throws Exception {
    var arguments =
        new java.util.ArrayList<>(
            java.util.List.of(
                "patch", AUTOMATIC, "--type=json", "-p", operations.replace('\'', '"')));
    arguments.addAll(java.util.List.of(flags));
    kubectl.run(arguments.toArray(String[]::new));
  }
}
