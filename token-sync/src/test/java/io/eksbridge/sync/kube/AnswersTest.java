// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.sync.kube.ApiServer.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The refusals of a real API server, each with what it means.
final class AnswersTest {
  @Test
  void aConflictNamesEachManagerOnce() throws IOException {
    assertThat(
            refusal(
                409,
                """
                {"reason":"Conflict","details":{"causes":[
                  {"reason":"FieldManagerConflict","field":".data.token",
                   "message":"conflict with \\"kubectl-create\\" using v1"},
                  {"reason":"FieldManagerConflict","field":".data.api-key",
                   "message":"conflict with \\"kubectl-create\\" using v1"},
                  {"reason":"FieldManagerConflict","field":".data.api-key",
                   "message":"conflict with \\"helm\\""}]}}"""))
        .isEqualTo(new ApplyResult.Conflict(List.of("helm", "kubectl-create")));
  }

  @Test
  void aPreconditionThatDoesNotHoldIsOutrun() throws IOException {
    assertThat(
            refusal(
                409,
                """
                {"reason":"Conflict","message":"Precondition failed: UID in precondition: a, UID in object meta: b"}"""))
        .isEqualTo(new ApplyResult.Outrun());
  }

  @Test
  void threeKindsOfForbiddenAreToldApart() throws IOException {
    assertThat(
            refusal(
                403,
                "{\"details\":{\"causes\":[{\"reason\":\"NamespaceTerminating\",\"field\":\"metadata.namespace\"}]}}"))
        .isEqualTo(new ApplyResult.NamespaceGone());
    assertThat(refusal(403, "{\"message\":\"forbidden: exceeded quota: q, requested: secrets=1\"}"))
        .isEqualTo(new ApplyResult.OverQuota());
    assertThat(refusal(403, "{\"message\":\"User cannot patch resource\"}"))
        .isEqualTo(new ApplyResult.Forbidden());
  }

  @Test
  void anImmutableSecretIsToldApartFromOtherInvalidOnes() throws IOException {
    assertThat(
            refusal(
                422,
                """
                {"reason":"Invalid","details":{"causes":[{"reason":"FieldValueForbidden","field":"data"}]}}"""))
        .isEqualTo(new ApplyResult.Immutable());
    assertThat(
            refusal(
                422,
                """
                {"reason":"Invalid","details":{"causes":[{"reason":"FieldValueInvalid","field":"type"}]}}"""))
        .isEqualTo(new ApplyResult.Refused(422, "type"));
  }

  @Test
  void aBusyServersWordOnWhenToComeBackIsKept() throws IOException {
    var seconds = Optional.of(Duration.ofSeconds(3));

    assertThat(Answers.refusal(new Answer(429, ApiServer.JSON.readTree("{}"), seconds)))
        .isEqualTo(new ApplyResult.Busy(seconds));
    assertThat(refusal(503, "{}")).isEqualTo(new ApplyResult.Busy(Optional.empty()));
  }

  @Test
  void theRestIsToldByCodeAndReasonAndNeverByItsMessage() throws IOException {
    ApplyResult refused =
        refusal(401, "{\"reason\":\"Unauthorized\",\"message\":\"planted in a message\"}");

    assertThat(refused).isEqualTo(new ApplyResult.Refused(401, "Unauthorized"));
    assertThat(refused.detail()).isEqualTo("401 Unauthorized");
    assertThat(refusal(404, "{}")).isEqualTo(new ApplyResult.NamespaceGone());
  }

  private static ApplyResult refusal(int status, String body) throws IOException {
    return Answers.refusal(new Answer(status, ApiServer.JSON.readTree(body), Optional.empty()));
  }
}
