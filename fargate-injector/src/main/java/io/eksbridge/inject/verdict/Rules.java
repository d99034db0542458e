// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.verdict.ClusterView.Credentials;
import io.eksbridge.inject.verdict.Verdict.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The rules in their order: the first that holds is why a pod is left alone; where none does, it
/// gets the Agent.
public final class Rules {
  /// The name of the container that is added, the same as of Datadog's own webhook.
  public static final String CONTAINER = "datadog-agent-injected";

  private static final List<Rule> ORDER =
      List.of(
          new Rule(Reason.POD_UNREADABLE, on -> !PodShape.readable(on.pod().json())),
          new Rule(
              Reason.MIRROR_POD,
              on -> !on.pod().annotation("kubernetes.io/config.mirror").isEmpty()),
          new Rule(Reason.OPTED_OUT, on -> says(on.pod(), "disabled")),
          new Rule(
              Reason.NAMESPACE_EXCLUDED,
              on -> on.pod().namespace().equals("kube-system") && !optsIn(on.pod())),
          new Rule(Reason.NOT_FARGATE, on -> sign(on.pod()).isEmpty()),
          new Rule(
              Reason.ALREADY_INJECTED,
              on -> any(on.pod(), each -> each.path("name").asText().equals(CONTAINER))),
          new Rule(Reason.FOREIGN_AGENT_PRESENT, on -> any(on.pod(), ForeignAgent::is)),
          new Rule(Reason.WINDOWS, on -> windows(on.pod().spec())),
          new Rule(Reason.HOST_NETWORK, on -> on.pod().spec().path("hostNetwork").asBoolean()),
          new Rule(
              Reason.AUTOMOUNT_DISABLED,
              on -> !on.pod().spec().path("automountServiceAccountToken").asBoolean(true)),
          new Rule(Reason.VOLUME_CONFLICT, on -> foreignVolume(on.pod().spec())),
          new Rule(
              Reason.ADDRESS_UNKNOWN, on -> on.address() instanceof ClusterAgentAddress.Unknown),
          new Rule(Reason.CREDENTIALS_MISSING, on -> on.lacks(Credentials.MISSING)),
          new Rule(Reason.CREDENTIALS_UNKNOWN, on -> on.lacks(Credentials.UNKNOWN)));

  private Rules() {}

  /// The reasons to leave a pod alone, in the order in which they are looked for.
  public static List<Reason> order() {
    return ORDER.stream().map(Rule::reason).toList();
  }

  /// What to do with this pod in this cluster.
  public static Verdict decide(PodView pod, ClusterView cluster, Policy policy) {
    var question = new Question(pod, cluster, policy);
    for (Rule rule : ORDER) {
      if (rule.holds().test(question)) {
        return new Verdict.Skip(rule.reason());
      }
    }
    return switch (question.address()) {
      case ClusterAgentAddress.Unknown _ -> new Verdict.Skip(Reason.ADDRESS_UNKNOWN);
      case ClusterAgentAddress.Known address ->
          new Verdict.Inject(
              sign(pod).orElse(Reason.OPT_IN_LABEL),
              pod.ofJob() ? Form.NATIVE_SIDECAR : Form.CONTAINER,
              address,
              warnings(pod, cluster));
    };
  }

  private static Optional<Reason> sign(PodView pod) {
    if (pod.spec().path("schedulerName").asText().equals("fargate-scheduler")) {
      return Optional.of(Reason.FARGATE_SCHEDULER);
    }
    if (!pod.label("eks.amazonaws.com/fargate-profile").isEmpty()) {
      return Optional.of(Reason.FARGATE_PROFILE);
    }
    return pod.label(Names.SIDECAR_LABEL).equals("fargate")
        ? Optional.of(Reason.OPT_IN_LABEL)
        : Optional.empty();
  }

  private static boolean optsIn(PodView pod) {
    return says(pod, "enabled") || pod.label(Names.SIDECAR_LABEL).equals("fargate");
  }

  private static boolean says(PodView pod, String value) {
    return pod.label(Names.FARGATE_KEY).equals(value)
        || pod.annotation(Names.FARGATE_KEY).equals(value);
  }

  private static boolean any(PodView pod, Predicate<JsonNode> container) {
    return pod.allContainers().anyMatch(container);
  }

  private static boolean windows(JsonNode spec) {
    return spec.path("os").path("name").asText().equals("windows")
        || spec.path("nodeSelector").path("kubernetes.io/os").asText().equals("windows");
  }

  private static boolean foreignVolume(JsonNode spec) {
    return spec.path("volumes")
        .valueStream()
        .filter(volume -> volume.path("name").asText().equals(PodView.SOCKETS_VOLUME))
        .anyMatch(volume -> !volume.path("emptyDir").isObject());
  }

  private static List<String> warnings(PodView pod, ClusterView cluster) {
    var warnings = new ArrayList<String>();
    switch (cluster.credentials()) {
      case PRESENT -> {}
      case MISSING -> warnings.add(Reason.CREDENTIALS_MISSING.sentence());
      case UNKNOWN -> warnings.add(Reason.CREDENTIALS_UNKNOWN.sentence());
    }
    pod.allContainers()
        .filter(pod::occupied)
        .map(each -> each.path("name").asText() + " keeps its own mount at " + PodView.SOCKETS)
        .forEach(warnings::add);
    return warnings;
  }

  private record Rule(Reason reason, Predicate<Question> holds) {}

  private record Question(PodView pod, ClusterView cluster, Policy policy) {
    ClusterAgentAddress address() {
      return ClusterAgentAddress.of(pod.dnsPolicy(), policy.clusterAgentName(), cluster.endpoint());
    }

    boolean lacks(Credentials state) {
      return cluster.credentials() == state && !policy.withoutCredentials();
    }
  }
}
