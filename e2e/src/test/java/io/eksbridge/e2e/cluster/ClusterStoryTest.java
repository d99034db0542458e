// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.e2e.nodes.Site;
import io.eksbridge.e2e.story.Step;
import io.eksbridge.e2e.story.Story;
import io.eksbridge.parts.Given;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What the product is for, as `./demo --cluster` tells it: each step is a test, one after the
/// other, on one cluster with real kubelets, containerd and CoreDNS, from images and the umbrella
/// chart. Datadog's own parts are stood in for.
final class ClusterStoryTest {
  private static Site site;

  @BeforeAll
  static void aCluster() throws Exception {
    Given.nodes();
    List.of("node-driver", "fargate-injector", "token-sync").forEach(Given::image);
    site = Site.open();
    site.raise();
  }

  @AfterAll
  static void withoutIt() {
    if (site != null) {
      site.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyStepHolds() {
    return Site.story().steps().stream()
        .map(step -> DynamicTest.dynamicTest(step.title(), () -> holds(step)));
  }

  private static void holds(Step<Site> step) throws Exception {
    var told = new ByteArrayOutputStream();
    var story = new Story(new PrintStream(told, true, StandardCharsets.UTF_8), false);
    story.step(step.title());
    try {
      step.play(site, story);
    } finally {
      System.out.println(told.toString(StandardCharsets.UTF_8));
    }
    assertThat(story.end(0)).as(() -> told.toString(StandardCharsets.UTF_8) + site.told()).isTrue();
  }
}
