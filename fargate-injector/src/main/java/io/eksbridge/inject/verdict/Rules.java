// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.verdict.Choices.SizePolicy;
import io.eksbridge.inject.verdict.ClusterView.Credentials;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The rules in their order: the first that holds is why a pod is left alone; where none does, it
/// gets the Agent, or the sockets of its node's.
public final class Rules {
  /// The name of the container that is added, the same as of Datadog's own webhook.
  public static final String CONTAINER = "datadog-agent-injected";

  /// The init container that fills the configuration's volume, the same as of Datadog's own
  /// webhook.
  public static final String COPY_CONTAINER = "init-copy-agent-config";

  private static final List<Rule<Asked>> FOR_ALL =
      List.of(
          new Rule<>(Reason.POD_UNREADABLE, on -> !PodShape.readable(on.pod().json())),
          new Rule<>(
              Reason.MIRROR_POD,
              on -> !on.pod().annotation("kubernetes.io/config.mirror").isEmpty()),
          new Rule<>(Reason.OPTED_OUT, on -> says(on.pod(), "disabled")),
          new Rule<>(Reason.NAMESPACE_OPTED_OUT, on -> on.cluster().namespace().says("disabled")),
          new Rule<>(Reason.NAMESPACE_EXCLUDED, on -> on.ofSystem() && !on.optsIn()),
          new Rule<>(Reason.NOT_FARGATE, on -> sign(on.pod(), on.policy().mixed()).isEmpty()),
          new Rule<>(
              Reason.ALREADY_INJECTED,
              on ->
                  hasContainer(on.pod(), CONTAINER)
                      && injected(on.pod())
                      && (on.policy().replaceOfficial() || !twice(on.pod()))),
          new Rule<>(
              Reason.OFFICIAL_SIDECAR_PRESENT,
              on -> hasContainer(on.pod(), CONTAINER) && !on.policy().replaceOfficial()),
          new Rule<>(Reason.FOREIGN_AGENT_PRESENT, on -> foreignAgent(on.pod())),
          new Rule<>(Reason.WINDOWS, on -> windows(on.pod().spec())));

  private static final List<Rule<NodeVolumes>> ON_A_NODE =
      List.of(new Rule<>(Reason.SOCKETS_PRESENT, present -> !present.isEmpty()));

  private static final List<Rule<Question>> ON_FARGATE =
      List.of(
          new Rule<>(Reason.PROFILE_EXCLUDES, on -> !on.profile().inject()),
          new Rule<>(Reason.HOST_NETWORK, on -> on.pod().spec().path("hostNetwork").asBoolean()),
          new Rule<>(Reason.VOLUME_CONFLICT, Question::namesTaken),
          new Rule<>(Reason.POD_RESOURCES, on -> !on.room()),
          new Rule<>(Reason.ADDRESS_UNKNOWN, Question::unreachable),
          new Rule<>(Reason.CREDENTIALS_MISSING, on -> on.lacks(Credentials.MISSING)),
          new Rule<>(Reason.API_KEY_MISSING, on -> on.lacks(Credentials.WITHOUT_API_KEY)),
          new Rule<>(Reason.TOKEN_MISSING, on -> on.lacks(Credentials.WITHOUT_TOKEN)),
          new Rule<>(Reason.CREDENTIALS_UNKNOWN, on -> on.lacks(Credentials.UNKNOWN)),
          new Rule<>(Reason.NO_FARGATE_SIZE, on -> on.growth().after().isEmpty()),
          new Rule<>(
              Reason.SIZE_GROWS,
              on -> on.profile().choices().size() == SizePolicy.SKIP && on.growth().grows()));

  private Rules() {}

  /// The reasons to leave a pod alone, in the order in which they are looked for.
  public static List<Reason> order() {
    return Stream.of(FOR_ALL, ON_A_NODE, ON_FARGATE)
        .flatMap(List::stream)
        .map(Rule::reason)
        .toList();
  }

  /// What to do with this pod in this cluster.
  public static Verdict decide(PodView pod, ClusterView cluster, Policy policy) {
    return first(FOR_ALL, new Asked(pod, cluster, policy))
        .orElseGet(
            () ->
                sign(pod, policy.mixed()).filter(Reason.EC2_NODE::equals).isPresent()
                    ? first(ON_A_NODE, NodeVolumes.of(pod))
                        .orElseGet(() -> NodeSockets.verdict(pod))
                    : onFargate(Question.of(pod, cluster, policy)));
  }

  /// Where this pod would find the cluster agent, whether it is injected or not.
  public static ClusterAgentAddress address(PodView pod, ClusterView cluster, Policy policy) {
    return Question.address(pod, cluster, policy, policy.profile(pod, cluster.namespace()));
  }

  private static Verdict onFargate(Question on) {
    return first(ON_FARGATE, on)
        .orElseGet(
            () ->
                new Verdict.Inject(
                    sign(on.pod(), false).orElse(Reason.OPT_IN_LABEL),
                    on.profile().name(),
                    on.overrides().agent(),
                    on.fit(),
                    on.url(),
                    on.verified(),
                    on.growth(),
                    Warnings.of(on)));
  }

  private static <T> Optional<Verdict> first(List<Rule<T>> rules, T on) {
    for (Rule<T> rule : rules) {
      if (rule.holds().test(on)) {
        return Optional.of(new Verdict.Skip(rule.reason()));
      }
    }
    return Optional.empty();
  }

  /// Whether a plain container of the Agent's name stands beside our native one, which Datadog's
  /// own webhook does not see.
  public static boolean twice(PodView pod) {
    return injected(pod)
        && has(pod, "containers", CONTAINER)
        && has(pod, "initContainers", CONTAINER);
  }

  private static boolean injected(PodView pod) {
    return pod.annotation(Names.DECISION_ANNOTATION).equals("injected");
  }

  static boolean hasContainer(PodView pod, String name) {
    return has(pod, "containers", name) || has(pod, "initContainers", name);
  }

  private static boolean has(PodView pod, String field, String name) {
    for (JsonNode container : pod.spec().path(field)) {
      if (container.path("name").asText().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Reason> sign(PodView pod, boolean mixed) {
    if (pod.spec().path("schedulerName").asText().equals("fargate-scheduler")) {
      return Optional.of(Reason.FARGATE_SCHEDULER);
    }
    if (!pod.label("eks.amazonaws.com/fargate-profile").isEmpty()) {
      return Optional.of(Reason.FARGATE_PROFILE);
    }
    if (!pod.label(Names.SIDECAR_LABEL).equals("fargate")) {
      return Optional.empty();
    }
    return Optional.of(mixed ? Reason.EC2_NODE : Reason.OPT_IN_LABEL);
  }

  private static boolean says(PodView pod, String value) {
    return pod.label(Names.FARGATE_KEY).equals(value)
        || pod.annotation(Names.FARGATE_KEY).equals(value);
  }

  private static boolean foreignAgent(PodView pod) {
    return pod.allContainers()
        .anyMatch(
            each -> {
              String name = each.path("name").asText();
              return !name.equals(CONTAINER)
                  && !name.equals(COPY_CONTAINER)
                  && ForeignAgent.is(each);
            });
  }

  private static boolean windows(JsonNode spec) {
    return spec.path("os").path("name").asText().equals("windows")
        || spec.path("nodeSelector").path("kubernetes.io/os").asText().equals("windows");
  }

  private record Rule<T>(Reason reason, Predicate<T> holds) {}

  private record Asked(PodView pod, ClusterView cluster, Policy policy) {
    boolean ofSystem() {
      return pod.namespace().equals("kube-system");
    }

    boolean optsIn() {
      return says(pod, "enabled")
          || pod.label(Names.SIDECAR_LABEL).equals("fargate")
          || policy.systemPods().filter(pod::selectedBy).isPresent();
    }
  }
}
