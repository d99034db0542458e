// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.verdict.ClusterView.Credentials;
import io.eksbridge.inject.verdict.Verdict.Fit;
import io.eksbridge.inject.verdict.Verdict.Form;
import io.eksbridge.inject.verdict.Verdict.Growth;
import java.util.List;
import java.util.Optional;

/// A pod that might get a sidecar, and all that follows for it from its profile and the cluster.
///
/// @param pod the pod
/// @param cluster as it is seen now
/// @param policy of the operator
/// @param profile the first that matches
/// @param overrides of the pod
/// @param address of the cluster agent
/// @param fit of the sidecar into the pod
/// @param growth of the pod
/// @param room whether the resources that the pod sets for itself have room
record Question(
    PodView pod,
    ClusterView cluster,
    Policy policy,
    Profile profile,
    PodOverrides overrides,
    ClusterAgentAddress address,
    Fit fit,
    Growth growth,
    boolean room) {

  static Question of(PodView pod, ClusterView cluster, Policy policy) {
    Profile profile = policy.profile(pod, cluster.namespace());
    PodOverrides overrides = PodOverrides.of(pod, profile);
    Choices choices = profile.choices();
    Fit fit = fit(pod, cluster, overrides.form(), choices.hardening());
    String left = fit.replaces() ? Rules.CONTAINER : "";
    Requests before = Requests.of(pod.spec(), left);
    Requests after =
        Requests.with(
            pod.spec(),
            left,
            fit.form(),
            Requests.of(overrides.agent().cpu(), overrides.agent().memory()));
    return new Question(
        pod,
        cluster,
        policy,
        profile,
        overrides,
        address(pod, cluster, policy, profile),
        fit,
        new Growth(
            FargateSize.of(before.orWhole(pod.spec())), FargateSize.of(after.orWhole(pod.spec()))),
        Requests.holds(pod.spec(), after));
  }

  static ClusterAgentAddress address(
      PodView pod, ClusterView cluster, Policy policy, Profile profile) {
    return ClusterAgentAddress.of(
        profile.choices().strategy(),
        pod.dnsPolicy(),
        policy.clusterAgentName(),
        cluster.endpoint());
  }

  /// The URL that the sidecar is given; none where it is to do without.
  Optional<ClusterAgentAddress.Known> url() {
    return switch (address) {
      case ClusterAgentAddress.Known known -> Optional.of(known);
      case ClusterAgentAddress.Unknown _, ClusterAgentAddress.None _ -> Optional.empty();
    };
  }

  boolean unreachable() {
    return address instanceof ClusterAgentAddress.Unknown && !profile.choices().withoutAddress();
  }

  Credentials credentials() {
    AgentSettings agent = overrides.agent();
    return cluster.credentials(agent.secret(), agent.needed(url().isPresent()), policy.copies());
  }

  boolean lacks(Credentials state) {
    return !profile.choices().withoutCredentials() && credentials() == state;
  }

  /// The certificate of the cluster agent carries its name only.
  boolean verified() {
    return !overrides.agent().caConfigMap().isEmpty()
        && url().filter(ClusterAgentAddress.Known::byName).isPresent();
  }

  boolean namesTaken() {
    boolean copies = overrides.agent().readOnlyRoot(fit.hardened());
    if (copies && !fit.replaces() && Rules.hasContainer(pod, Rules.COPY_CONTAINER)) {
      return true;
    }
    List<AgentVolume> needed =
        AgentVolume.needed(overrides.agent(), fit.hardened(), fit.ownToken(), verified());
    for (AgentVolume each : needed) {
      if (each.takenIn(pod.spec())) {
        return true;
      }
    }
    return false;
  }

  private static Fit fit(
      PodView pod, ClusterView cluster, Choices.FormChoice choice, Choices.Hardening hardening) {
    boolean stuck = pod.ends() && !pod.mayShareProcesses(); // it could not see when to end
    Form form =
        switch (choice) {
          case AUTO -> pod.ofJob() || stuck ? Form.NATIVE_SIDECAR : Form.CONTAINER;
          case CONTAINER -> stuck ? Form.NATIVE_SIDECAR : Form.CONTAINER;
          case NATIVE -> Form.NATIVE_SIDECAR;
        };
    boolean hardened =
        switch (hardening) {
          case AUTO -> cluster.namespace().restricted() || inherits(pod.spec());
          case ALWAYS -> true;
          case OFF -> false;
        };
    JsonNode automount = pod.spec().path("automountServiceAccountToken");
    boolean ownToken =
        automount.isBoolean() ? !automount.asBoolean() : cluster.admitted() && !pod.tokenMounted();
    boolean exits =
        switch (form) {
          case CONTAINER -> pod.ends();
          case NATIVE_SIDECAR -> false;
        };
    return new Fit(form, exits, hardened, ownToken, Rules.hasContainer(pod, Rules.CONTAINER));
  }

  /// The Agent's image starts as root or as its own user: not as the pod's.
  private static boolean inherits(JsonNode spec) {
    JsonNode context = spec.path("securityContext");
    return context.path("runAsNonRoot").asBoolean() || context.path("runAsUser").asLong() != 0;
  }
}
