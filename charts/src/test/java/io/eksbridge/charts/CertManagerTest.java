// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Service;
import io.eksbridge.parts.ServingPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/// The authorities are cert-manager's, everything else in the configurations is the controller's:
/// on a real API server, with a writer that does what cert-manager's injector does, in both of its
/// ways.
final class CertManagerTest extends WithController {
  private static final String INJECTOR = "--field-manager=cert-manager-cainjector";

  @Test
  void theControllerRepairsAllButTheAuthoritiesWhichItNeverWrites() throws Exception {
    try (Service controller =
        controllers.start(
            "--tls-source=cert-manager", "--cert-manager-certificate=eksbridge/webhook")) {
      soon(
          "asked for",
          () -> get(Thing.OPT_IN, "/metadata/annotations").contains("eksbridge/webhook"));
      soon(
          "and too",
          () -> get(Thing.AUTOMATIC, "/metadata/annotations").contains("inject-ca-from"));
      assertThat(get(Thing.AUTOMATIC, Thing.BUNDLE)).isEmpty();

      String first = bundle("first");
      patch(
          Thing.AUTOMATIC,
          "[{'op':'add','path':'/webhooks/0/clientConfig/caBundle','value':'" + first + "'}]",
          INJECTOR);
      patch(
          Thing.AUTOMATIC, "[{'op':'replace','path':'/webhooks/0/failurePolicy','value':'Fail'}]");
      soon("repaired", () -> get(Thing.AUTOMATIC, "/webhooks/0/failurePolicy").equals("Ignore"));
      assertThat(get(Thing.AUTOMATIC, Thing.BUNDLE)).isEqualTo(first);

      patch(
          Thing.AUTOMATIC,
          "[{'op':'add','path':'/webhooks/0/matchConditions/-','value':{'name':'never','expression':'false'}}]");
      soon(
          "replaced", () -> !get(Thing.AUTOMATIC, "/webhooks/0/matchConditions").contains("never"));
      assertThat(get(Thing.AUTOMATIC, Thing.BUNDLE)).isEqualTo(first);

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
      String version = get(Thing.AUTOMATIC, "/metadata/resourceVersion");
      delete(Thing.OPT_IN); // a pass: all is looked at
      soon("made again", () -> !get(Thing.OPT_IN, "/metadata/uid").isEmpty());

      assertThat(get(Thing.AUTOMATIC, Thing.BUNDLE)).isEqualTo(second);
      assertThat(get(Thing.AUTOMATIC, "/metadata/resourceVersion")).isEqualTo(version);
      assertThat(get(Thing.CERTIFICATE, "/metadata/uid")).isEmpty();
      assertThat(controller.process().log()).doesNotContain("\"reason\":\"authorities\"");
    }
  }

  private String bundle(String name) throws Exception {
    Path pair = Files.createDirectory(folder.resolve(name));
    byte[] authority = Files.readAllBytes(ServingPair.make(pair).certificate());
    return Base64.getEncoder().encodeToString(authority);
  }
}
