// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.webhook;

import io.eksbridge.inject.ConfigurationMark;
import io.eksbridge.inject.InjectorMetrics;
import io.eksbridge.inject.cluster.ClusterState;
import io.eksbridge.inject.patch.JsonPatch;
import io.eksbridge.inject.patch.SidecarPatch;
import io.eksbridge.inject.verdict.Policy;
import io.eksbridge.inject.verdict.Reason;
import io.eksbridge.inject.verdict.Rules;
import io.eksbridge.inject.verdict.Verdict;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.HttpVersion;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.exceptions.HttpStatusException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers the API server, on the TLS port only: what is no review is refused, what is one is
/// always answered.
@Controller(value = AdmissionController.PATH, port = "${fargate-injector.port:8443}")
final class AdmissionController {
  static final String PATH = "/mutate";

  private static final Logger LOGGER = LoggerFactory.getLogger(AdmissionController.class);

  private final ClusterState cluster;
  private final Policy policy;
  private final InjectorMetrics metrics;
  private final Draining draining;
  private final ConfigurationMark mark;

  AdmissionController(
      ClusterState cluster,
      Policy policy,
      InjectorMetrics metrics,
      Draining draining,
      ConfigurationMark mark) {
    this.cluster = cluster;
    this.policy = policy;
    this.metrics = metrics;
    this.mark = mark;
    this.draining = draining;
  }

  @Post(consumes = MediaType.APPLICATION_JSON, produces = MediaType.APPLICATION_JSON)
  HttpResponse<byte[]> mutate(HttpRequest<?> request, @Body byte[] body) {
    long start = System.nanoTime();
    return switch (AdmissionReview.read(body)) {
      case AdmissionReview.Unreadable(var why) ->
          throw new HttpStatusException(HttpStatus.BAD_REQUEST, why);
      case AdmissionReview.Review review ->
          told(request, HttpResponse.ok(answer(review, body.length, start)));
    };
  }

  /// A connection that is closed while a request is on its way loses a pod: so whoever leaves says
  /// it beforehand. HTTP/2 has a frame for that, HTTP/1.1 this header.
  private HttpResponse<byte[]> told(HttpRequest<?> request, MutableHttpResponse<byte[]> answer) {
    return draining.leaving() && request.getHttpVersion() != HttpVersion.HTTP_2_0
        ? answer.header(HttpHeaders.CONNECTION, "close")
        : answer;
  }

  private byte[] answer(AdmissionReview.Review review, int size, long start) {
    Answer answer = decide(review);
    Verdict verdict = answer.verdict();
    byte[] patch = AdmissionAnswer.patch(answer.patch());
    byte[] bytes = AdmissionAnswer.of(review, verdict, patch, mark);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    metrics.decided(verdict, took);
    metrics.sent(size, patch.length);
    LOGGER
        .atInfo()
        .addKeyValue("namespace", review.pod().namespace())
        .addKeyValue("pod", review.pod().name())
        .addKeyValue("decision", verdict.decision())
        .addKeyValue("reason", verdict.reason().label())
        .addKeyValue("profile", verdict.profileName())
        .addKeyValue("size", verdict.sizes())
        .addKeyValue("micros", took.toNanos() / 1000)
        .addKeyValue("dryRun", review.dryRun())
        .log("decided");
    return bytes;
  }

  private Answer decide(AdmissionReview.Review review) {
    if (!review.creation()) {
      return new Answer(new Verdict.Skip(Reason.UNSUPPORTED_OPERATION), new JsonPatch(List.of()));
    }
    try {
      var view = cluster.view(review.pod().namespace());
      Verdict verdict = Rules.decide(review.pod(), view, policy);
      return new Answer(verdict, SidecarPatch.of(review.pod(), verdict));
    } catch (RuntimeException surprise) { // a fault of ours must not become the pod's
      LOGGER.atError().addKeyValue("uid", review.uid()).setCause(surprise).log("undecided");
      return new Answer(new Verdict.Skip(Reason.UNDECIDED), new JsonPatch(List.of()));
    }
  }

  private record Answer(Verdict verdict, JsonPatch patch) {}
}
