// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomDistribution;

/// Pods made at random of all that the rules look at, with fields between that nobody knows; the
/// same seed makes the same pods.
public final class RandomPods {
  private static final List<String> NAMES = List.of("web", "api", "worker", "istio-proxy");
  private static final List<String> OFFICIAL =
      List.of("datadog-agent-injected", "init-copy-agent-config");
  private static final List<String> VOLUMES =
      List.of("data", "ddsockets", "datadog", "datadog-dsd", "datadog-apm", "datadog-agent-tmp");
  private static final List<String> PATHS =
      List.of("/data", "/var/run/datadog", "/var/run/datadog/", "/var/run/datadog/dsd", "/tmp");
  private static final List<String> VARIABLES =
      List.of("A", "DD_TRACE_AGENT_URL", "DD_DOGSTATSD_URL", "DD_ENV", "DD_AGENT_HOST");
  private static final List<String> VALUES =
      List.of(
          "b",
          "unix:///var/run/datadog/apm/apm.socket",
          "unix:///var/run/datadog/dsd/dsd.socket",
          "http://10.0.0.1:8126");
  private static final int FEWEST = 20;
  private static final int MOST = 300;
  private static final long NOTHING = 1803L << 32; // of no few things the first: little is put in
  private static final List<String> QUANTITIES = List.of("100m", "1", "2500m", "nonsense", "9");

  private final RandomGenerator random;

  /// Pods of this seed.
  public RandomPods(long seed) {
    this(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
  }

  private RandomPods(RandomGenerator random) {
    this.random = random;
  }

  /// All pods, each by the choices that make it: with fewer choices it has less in it.
  public static Arbitrary<ObjectNode> all() {
    return Arbitraries.longs()
        .withDistribution(RandomDistribution.uniform())
        .list()
        .ofMinSize(FEWEST)
        .ofMaxSize(MOST)
        .map(RandomPods::of);
  }

  private static ObjectNode of(List<Long> choices) {
    Iterator<Long> next = choices.iterator();
    return new RandomPods(() -> next.hasNext() ? next.next() ^ NOTHING : NOTHING).next();
  }

  /// Where the randomness comes from.
  public RandomGenerator random() {
    return random;
  }

  /// The next pod.
  public ObjectNode next() {
    ObjectNode pod =
        JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Pod");
    metadata(pod.putObject("metadata"));
    ObjectNode spec = pod.putObject("spec");
    maybe(2, () -> spec.put("schedulerName", "fargate-scheduler"));
    maybe(4, () -> spec.put("dnsPolicy", pick(List.of("Default", "ClusterFirst", "None"))));
    maybe(4, () -> spec.put("restartPolicy", pick(List.of("Never", "OnFailure", "Always"))));
    maybe(4, () -> spec.put("shareProcessNamespace", random.nextBoolean()));
    maybe(4, () -> spec.put("automountServiceAccountToken", random.nextBoolean()));
    maybe(20, () -> spec.put("hostNetwork", true));
    maybe(6, () -> spec.putObject("securityContext").put("runAsUser", 1000));
    maybe(3, () -> spec.putObject("inventedLater").putArray("deep").addObject().put("a", 1.5));
    containers(spec.putArray("containers"), 1 + random.nextInt(3));
    maybe(3, () -> containers(spec.putArray("initContainers"), random.nextInt(3)));
    maybe(2, () -> volumes(spec.putArray("volumes")));
    maybe(6, () -> spec.putArray("imagePullSecrets").addObject().put("name", "mine"));
    return pod;
  }

  private void metadata(ObjectNode metadata) {
    metadata.put("generateName", "web-");
    maybe(6, () -> metadata.put("namespace", pick(List.of("shop", "kube-system"))));
    ObjectNode labels = metadata.putObject("labels");
    maybe(3, () -> labels.put("eks.amazonaws.com/fargate-profile", "apps"));
    maybe(3, () -> labels.put("agent.datadoghq.com/sidecar", "fargate"));
    maybe(9, () -> labels.put("eksbridge.io/fargate", pick(List.of("enabled", "disabled"))));
    maybe(4, () -> labels.put("tags.datadoghq.com/env", "prod"));
    maybe(4, () -> labels.put("tags.datadoghq.com/web.service", "cart"));
    maybe(2, () -> annotations(metadata.putObject("annotations")));
    maybe(
        5,
        () ->
            metadata
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "batch/v1")
                .put("kind", "Job"));
  }

  private void annotations(ObjectNode annotations) {
    maybe(2, () -> annotations.put("example.com/a~b/c", "kept"));
    maybe(4, () -> annotations.put("eksbridge.io/decision", "injected"));
    maybe(4, () -> annotations.put("eksbridge.io/cpu", pick(QUANTITIES)));
    maybe(4, () -> annotations.put("eksbridge.io/tags", pick(List.of("a:b", "a", "a:b,c:d"))));
    maybe(4, () -> annotations.put("eksbridge.io/logs", pick(List.of("all", "off", "no"))));
    maybe(4, () -> annotations.put("eks.amazonaws.com/skip-containers", "web"));
  }

  private void containers(ArrayNode containers, int count) {
    for (int index = 0; index < count; index++) {
      ObjectNode container = containers.addObject();
      boolean official = index == 0 && random.nextInt(8) == 0;
      container.put("name", official ? pick(OFFICIAL) : pick(NAMES) + index);
      container.put("image", pick(List.of("nginx", "gcr.io/app", "jenkins/agent")));
      maybe(25, () -> container.put("image", "gcr.io/datadoghq/agent:7"));
      maybe(3, () -> container.put("restartPolicy", "Always"));
      maybe(3, () -> container.putObject("futureField").put("x", true));
      maybe(3, () -> variables(container.putArray("env")));
      maybe(3, () -> mounts(container.putArray("volumeMounts")));
      maybe(
          3,
          () ->
              container.putObject("resources").putObject("requests").put("cpu", pick(QUANTITIES)));
    }
  }

  private void variables(ArrayNode env) {
    for (int count = random.nextInt(4); count > 0; count--) {
      env.addObject().put("name", pick(VARIABLES)).put("value", pick(VALUES)).put("unknown", 1);
    }
  }

  private void mounts(ArrayNode mounts) {
    for (int count = random.nextInt(3); count > 0; count--) {
      mounts.addObject().put("name", pick(VOLUMES)).put("mountPath", pick(PATHS));
    }
  }

  private void volumes(ArrayNode volumes) {
    for (String name : VOLUMES) {
      switch (random.nextInt(5)) {
        case 0 -> volumes.addObject().put("name", name).putObject("emptyDir");
        case 1 ->
            volumes
                .addObject()
                .put("name", name)
                .putObject("csi")
                .put("driver", "k8s.csi.datadoghq.com")
                .putObject("volumeAttributes")
                .put("type", pick(List.of("DSDSocketDirectory", "APMSocket", "DatadogLibrary")));
        case 2 ->
            volumes
                .addObject()
                .put("name", name)
                .putObject("hostPath")
                .put("path", pick(List.of("/var/run/datadog", "/var/log")));
        default -> {}
      }
    }
  }

  private String pick(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private void maybe(int oneIn, Runnable then) {
    if (random.nextInt(oneIn) == 0) {
      then.run();
    }
  }
}
