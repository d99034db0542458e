// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.parts.ApiClient;
import java.io.IOException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The pods whose starts are compared.
final class MeasuredPods {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MeasuredPods() {}

  /// On the EC2 node, with the sockets' volume.
  static ObjectNode withVolume() throws IOException {
    return pod(
        "store",
        "[{name: sockets, mountPath: /var/run/datadog}]",
        "[{name: sockets, " + Site.CSI + "}]");
  }

  /// The same without.
  static ObjectNode withoutVolume() throws IOException {
    return pod("store", "[]", "[]");
  }

  /// On Fargate, to be given its sidecar.
  static ObjectNode injected() throws IOException {
    return pod("shop", "[]", "[]");
  }

  /// The same as if somebody had written all of that by hand; what it asks of the webhook is to
  /// leave it.
  static ObjectNode byHand(ApiClient api) throws IOException, InterruptedException {
    ObjectNode asked = injected();
    asked.withObject("/metadata").put("name", "asked");
    JsonNode answer = api.must("POST", "/api/v1/namespaces/shop/pods?dryRun=All", asked);
    if (!answer.at("/spec/containers").toString().contains(Pods.SIDECAR)) {
      throw new IOException("it has no sidecar: " + answer);
    }
    ObjectNode written = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = written.putObject("metadata").put("namespace", "shop");
    metadata.set("annotations", answer.at("/metadata/annotations"));
    metadata.putObject("labels").put("eksbridge.io/fargate", "disabled");
    written.set("spec", answer.path("spec"));
    return written;
  }

  private static ObjectNode pod(String namespace, String mounts, String volumes)
      throws IOException {
    String text =
        Site.text("measured.yaml")
            .replace("NAME-HERE", "measured")
            .replace("NAMESPACE-HERE", namespace)
            .replace("MOUNTS-HERE", mounts)
            .replace("VOLUMES-HERE", volumes);
    Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    return JSON.valueToTree(tree);
  }
}
