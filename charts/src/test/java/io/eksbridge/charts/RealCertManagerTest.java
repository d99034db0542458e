// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.RunningApiServer;
import io.eksbridge.parts.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// cert-manager itself makes the webhook's certificate and injects its authority, by the manifest
/// of the guide; the controller keeps the rest, and neither undoes what the other wrote.
final class RealCertManagerTest extends WithController {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAMESPACE = "certified";
  private static final String AUTHORITY = "/api/v1/namespaces/eksbridge/secrets/release-authority";
  private static final String CHANGED = "\"message\":\"changed\"";

  private Path kinds;
  private Child certManager;

  @BeforeEach
  void certManagerRuns() throws Exception {
    Path program = Given.program("cert-manager");
    kinds = program.resolveSibling("cert-manager.yaml");
    kubectl.run("apply", "--server-side", "-f", kinds.toString());
    kubectl.run("wait", "--for=condition=Established", "-f", kinds.toString());
    kubectl.apply("{apiVersion: v1, kind: Namespace, metadata: {name: certified}}");
    kubectl.apply(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: certified}}");
    kubectl.apply( // no kube-proxy here: the API server goes where the name leads
        "{apiVersion: v1, kind: Service, metadata: {name: release, namespace: eksbridge}, spec: {type: ExternalName, externalName: localhost}}");
    Path kubeconfig = RunningApiServer.server().kubeconfig();
    certManager =
        Child.start(
            "cert-manager", folder, Map.of(), List.of(program.toString(), kubeconfig.toString()));
    kubectl.apply(
        Files.readString(Path.of("../docs/examples/cert-manager.yaml"))
            .replace("fargate-injector", "release"));
  }

  @AfterEach
  void certManagerIsGone() throws Exception {
    certManager.hangUp();
    kubectl.run("delete", "-f", kinds.toString());
    api.ask("DELETE", AUTHORITY);
  }

  @Test
  void itsAuthorityIsTrustedAndTheControllerNeitherWritesItNorTakesItAway() throws Exception {
    try (var webhooks = new Webhooks(folder);
        var webhook = webhooks.start();
        var balancer = new Balancer(List.of(webhook.port));
        Service controller =
            controllers.start(
                "--service-port=" + balancer.port(),
                "--tls-source=cert-manager",
                "--cert-manager-certificate=eksbridge/release")) {
      soon("injected in both", () -> trusted(Thing.AUTOMATIC) && trusted(Thing.OPT_IN));
      soon("called", () -> Creations.injected(api, NAMESPACE));
      assertThat(writers()).containsExactly("cert-manager-cainjector");
      assertThat(controller.process().log().split(CHANGED)).as("both were made").hasSize(1 + 2);

      patch(
          Thing.AUTOMATIC, "[{'op':'replace','path':'/webhooks/0/failurePolicy','value':'Fail'}]");
      soon("repaired", () -> get(Thing.AUTOMATIC, "/webhooks/0/failurePolicy").equals("Ignore"));
      patch(
          Thing.AUTOMATIC,
          "[{'op':'add','path':'/webhooks/0/matchConditions/-','value':{'name':'never','expression':'false'}}]");
      soon(
          "replaced", () -> !get(Thing.AUTOMATIC, "/webhooks/0/matchConditions").contains("never"));
      assertThat(trusted(Thing.AUTOMATIC)).isTrue();

      String before = get(Thing.CERTIFICATE, "/data/ca.crt");
      api.must("DELETE", AUTHORITY, null);
      soon("a new authority", () -> !get(AUTHORITY, "/data/tls.crt").isEmpty());
      delete(Thing.CERTIFICATE);
      soon("a new certificate", () -> renewed(before));
      soon("both follow", () -> trusted(Thing.AUTOMATIC) && trusted(Thing.OPT_IN));
      assertThat(trusts(Thing.AUTOMATIC, before)).as("the old one too, while it lasts").isTrue();
      soon("served", () -> webhook.servesWhatIsWanted(api));
      soon("called again", () -> Creations.injected(api, NAMESPACE));

      delete(Thing.OPT_IN); // a pass: all is looked at
      soon("made again, injected again", () -> trusted(Thing.OPT_IN));
      assertThat(controller.process().log().split(CHANGED))
          .as("made twice, repaired, replaced, made again, and nothing else")
          .hasSize(1 + 5);
      assertThat(webhooks.failure()).isNull();
    }
  }

  /// Whether it trusts the authority of the certificate that is to be served.
  private boolean trusted(Thing configuration) throws IOException, InterruptedException {
    return trusts(configuration, get(Thing.CERTIFICATE, "/data/ca.crt"));
  }

  private boolean trusts(Thing configuration, String authority)
      throws IOException, InterruptedException {
    return !authority.isEmpty() && text(get(configuration, Thing.BUNDLE)).contains(text(authority));
  }

  private static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
  }

  private boolean renewed(String before) throws IOException, InterruptedException {
    return !List.of("", before).contains(get(Thing.CERTIFICATE, "/data/ca.crt"));
  }

  /// Who has written the authority.
  private List<String> writers() throws Exception {
    return JSON.readTree(get(Thing.AUTOMATIC, "/metadata/managedFields"))
        .valueStream()
        .filter(each -> each.path("fieldsV1").toString().contains("f:caBundle"))
        .map(each -> each.path("manager").asText())
        .toList();
  }
}
