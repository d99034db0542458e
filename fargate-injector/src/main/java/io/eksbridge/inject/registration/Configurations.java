// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.registration;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.Names;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;

/// The two webhook configurations as they should be. They run in the order of their names: after
/// EKS has marked the pod for Fargate and after Datadog's own webhook, before
/// `pod-identity-webhook`. Each has the webhook a few times: the API server makes a call once, and
/// lets the pod go without a sidecar where the replica that it leads to is gone. Another entry is
/// another call, perhaps to another replica; it is made only for pods that have no answer yet.
public final class Configurations {
  /// Their names.
  public static final List<String> NAMES =
      List.of(Names.AUTOMATIC_CONFIGURATION, Names.OPT_IN_CONFIGURATION);

  private static final String ON_FARGATE =
      "object.spec.schedulerName == 'fargate-scheduler' || (has(object.metadata.labels) &&"
          + " 'eks.amazonaws.com/fargate-profile' in object.metadata.labels)";
  private static final String NOT_OPTED_OUT =
      "!has(object.metadata.annotations) || !('eksbridge.io/fargate' in"
          + " object.metadata.annotations) || object.metadata.annotations['eksbridge.io/fargate']"
          + " != 'disabled'";
  private static final String NOT_ANSWERED =
      "!has(object.metadata.annotations) || !('"
          + Names.DECISION_ANNOTATION
          + "' in object.metadata.annotations)";
  private static final String DOMAIN = ".fargate-injector.eksbridge.io";
  private static final String DISABLED = "disabled";

  /// On a connection that broke, at two replicas that are gone, at one that is not.
  private static final int TRIES = 4;

  private static final int TIMEOUT_SECONDS = 5;
  private static final int AGAIN_SECONDS = 1;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Configurations() {}

  /// The configurations that there should be, by name; a bundle that is empty is left to others.
  public static Map<String, ObjectNode> wanted(
      Settings settings, SequencedCollection<String> trusted) {
    var wanted = new LinkedHashMap<String, ObjectNode>();
    if (settings.automatic()) {
      wanted.put(Names.AUTOMATIC_CONFIGURATION, automatic(settings, trusted));
    }
    wanted.put(Names.OPT_IN_CONFIGURATION, optIn(settings, trusted));
    return wanted;
  }

  private static ObjectNode automatic(Settings settings, SequencedCollection<String> trusted) {
    ObjectNode webhook = webhook(settings, trusted);
    expression(namespaces(webhook, settings), Names.FARGATE_KEY, DISABLED);
    ArrayNode pods = webhook.putObject("objectSelector").putArray("matchExpressions");
    expression(pods, Names.FARGATE_KEY, DISABLED);
    expression(pods, Names.SIDECAR_LABEL, "fargate"); // those are the other configuration's
    condition(webhook, "on-fargate", ON_FARGATE);
    condition(webhook, "not-opted-out", NOT_OPTED_OUT);
    return configuration(Names.AUTOMATIC_CONFIGURATION, settings, "sidecar", webhook);
  }

  private static ObjectNode optIn(Settings settings, SequencedCollection<String> trusted) {
    ObjectNode webhook = webhook(settings, trusted);
    namespaces(webhook, settings);
    ObjectNode pods = webhook.putObject("objectSelector");
    pods.putObject("matchLabels").put(Names.SIDECAR_LABEL, "fargate");
    expression(pods.putArray("matchExpressions"), Names.FARGATE_KEY, DISABLED);
    condition(webhook, "not-opted-out", NOT_OPTED_OUT);
    return configuration(Names.OPT_IN_CONFIGURATION, settings, "opt-in", webhook);
  }

  private static ObjectNode configuration(
      String name, Settings settings, String kind, ObjectNode webhook) {
    ObjectNode object = JSON.objectNode();
    object.put("apiVersion", "admissionregistration.k8s.io/v1");
    object.put("kind", "MutatingWebhookConfiguration");
    ObjectNode metadata = object.putObject("metadata").put("name", name);
    metadata
        .putObject("labels")
        .put(Names.MANAGED_BY_LABEL, Names.MANAGED_BY)
        .put(Names.OWNER_LABEL, Names.INJECTOR);
    settings
        .certificate()
        .ifPresent(
            each -> metadata.putObject("annotations").put("cert-manager.io/inject-ca-from", each));
    ArrayNode webhooks = object.putArray("webhooks");
    webhooks.add(webhook.put("name", kind + DOMAIN));
    for (int again = 2; again <= TRIES; again++) {
      webhooks.add(again(webhook, kind + "-" + again));
    }
    return object;
  }

  private static ObjectNode again(ObjectNode webhook, String name) {
    ObjectNode again = webhook.deepCopy().put("name", name + DOMAIN);
    again.put("timeoutSeconds", AGAIN_SECONDS);
    condition(again, "not-answered", NOT_ANSWERED);
    return again;
  }

  private static ObjectNode webhook(Settings settings, SequencedCollection<String> trusted) {
    ObjectNode webhook = JSON.objectNode();
    webhook.putArray("admissionReviewVersions").add("v1");
    webhook.put("sideEffects", "None");
    webhook.put("failurePolicy", "Ignore"); // no pod waits for observability
    webhook.put("reinvocationPolicy", "IfNeeded");
    webhook.put("timeoutSeconds", TIMEOUT_SECONDS);
    webhook.put("matchPolicy", "Equivalent");
    ObjectNode client = webhook.putObject("clientConfig");
    client
        .putObject("service")
        .put("namespace", settings.namespace())
        .put("name", settings.service())
        .put("path", "/mutate")
        .put("port", settings.port());
    bundle(trusted).ifPresent(bundle -> client.put("caBundle", bundle));
    ObjectNode rule = webhook.putArray("rules").addObject();
    rule.putArray("apiGroups").add("");
    rule.putArray("apiVersions").add("v1");
    rule.putArray("operations").add("CREATE");
    rule.putArray("resources").add("pods");
    rule.put("scope", "Namespaced");
    return webhook;
  }

  private static ArrayNode namespaces(ObjectNode webhook, Settings settings) {
    ArrayNode expressions = webhook.putObject("namespaceSelector").putArray("matchExpressions");
    expression(expressions, "kubernetes.io/metadata.name", settings.namespace());
    return expressions;
  }

  private static void expression(ArrayNode expressions, String key, String value) {
    expressions.addObject().put("key", key).put("operator", "NotIn").putArray("values").add(value);
  }

  private static void condition(ObjectNode webhook, String name, String expression) {
    webhook
        .withArrayProperty("matchConditions")
        .addObject()
        .put("name", name)
        .put("expression", expression);
  }

  private static Optional<String> bundle(SequencedCollection<String> trusted) {
    if (trusted.isEmpty()) {
      return Optional.empty();
    }
    String pem = String.join("", trusted);
    byte[] bytes = new byte[pem.length()];
    for (int index = 0; index < bytes.length; index++) {
      bytes[index] = (byte) pem.charAt(index); // PEM is ASCII
    }
    return Optional.of(Base64.getEncoder().encodeToString(bytes));
  }
}
