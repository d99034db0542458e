// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.eksbridge.inject.patch.SidecarPatch;
import io.eksbridge.inject.verdict.ClusterView;
import io.eksbridge.inject.verdict.PodView;
import io.eksbridge.inject.verdict.Policy;
import io.eksbridge.inject.verdict.Rules;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// What the decision and the patch of a pod cost, from its parsed JSON to the patch's; run by
/// `./mvnw -pl fargate-injector -Pjmh process-test-classes`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgs = "-Xmx256m")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecisionBenchmark {
  /// How many containers the pod has.
  @Param({"1", "100"})
  public int containers = 1;

  /// Whether the sidecar is confined.
  @Param({"off", "always"})
  public String hardening = "off";

  private PodView pod = new PodView(MissingNode.getInstance(), "shop");
  private Policy policy = PolicyOf.flags();
  private final ClusterView cluster = PolicyOf.ready("shop");

  /// Runs it with a count of what is allocated.
  public static void main(String[] arguments) throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(DecisionBenchmark.class.getName())
                .addProfiler(GCProfiler.class)
                .build())
        .run();
  }

  /// A pod whose containers have five variables each.
  @Setup
  public void pod() throws JsonProcessingException {
    String env =
        IntStream.range(0, 5)
            .mapToObj(each -> "{'name':'V%d','value':'x'}".formatted(each))
            .collect(Collectors.joining(","));
    String all =
        IntStream.range(0, containers)
            .mapToObj(
                each ->
                    "{'name':'c%d','image':'nginx','env':[%s],'resources':{'requests':{'cpu':'1m','memory':'1Mi'}}}"
                        .formatted(each, env))
            .collect(Collectors.joining(","));
    JsonNode json =
        new ObjectMapper()
            .readTree(
                "{'metadata':{'generateName':'web-','labels':{'app':'web'}},'spec':{'schedulerName':'fargate-scheduler','containers':[%s]}}"
                    .formatted(all)
                    .replace('\'', '"'));
    pod = new PodView(json, "shop");
    policy = PolicyOf.flags("--hardening=" + hardening);
  }

  /// The decision, and the patch as it is sent.
  @Benchmark
  public JsonNode decided() {
    return SidecarPatch.of(pod, Rules.decide(pod, cluster, policy)).json();
  }
}
