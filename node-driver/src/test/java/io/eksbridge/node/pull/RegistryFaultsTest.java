// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csi.v1.NodeGrpc;
import csi.v1.NodePublishVolumeRequest;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A registry that fails, lies or is not what it should be: the right answer, nothing served, and
/// nothing left.
final class RegistryFaultsTest extends TamperedNode {
  @Test
  void aRegistryThatEndsInTheMiddleIsUnavailable() throws Exception {
    push("lib", "v1", large());
    between.mode(
        Tampering.blobs(
            (_, answer, to) -> to.answer(200, answer.body(), answer.body().length / 2)));

    refused("UNAVAILABLE", "ended after");

    between.mode(Tampering.Mode.HONEST);
    publish(asked("v1"));
    assertThat(node.target("a").resolve("version")).hasContent("1");
  }

  @Test
  void aLayerThatIsNotWhatItsDigestSaysIsNotServed() throws Exception {
    push("lib", "v1", large());
    between.mode(
        Tampering.blobs(
            (_, answer, to) -> {
              byte[] body = answer.body().clone();
              body[body.length / 2] ^= 1;
              to.answer(200, body, body.length);
            }));

    refused("DATA_LOSS", "has another digest");
  }

  @Test
  void aManifestThatIsNotWhatItsDigestSaysIsNotServed() throws Exception {
    String digest = push("lib", "v1", large());
    between.mode(
        (asked, answer, to) -> {
          byte[] body = answer.body().clone();
          if (asked.getRequestURI().getPath().contains("/manifests/")) {
            body[body.length - 1] = ' ';
          }
          to.answer(answer.statusCode(), body, body.length);
        });

    refused("DATA_LOSS", "has another digest", asked(digest));
  }

  @Test
  void aTagThatMovesWhileItIsPulledIsOneOrTheOther() throws Exception {
    push("lib", "v1", library("1"));
    between.mode(
        (asked, answer, to) -> {
          if (asked.getRequestURI().getPath().endsWith("/manifests/v1")) {
            try {
              push("lib", "v1", library("2"));
            } catch (IOException failure) {
              throw new UncheckedIOException(failure);
            }
          }
          Tampering.Mode.HONEST.handle(asked, answer, to);
        });

    publish(asked("v1"));

    assertThat(node.target("a").resolve("version")).hasContent("1");
    assertThat(node.target("a").resolve("lib/a.so")).hasContent("code of 1");
  }

  @Test
  void whoeverCannotWaitIsToldHowFarItIsAndTheDownloadGoesOn() throws Exception {
    push("lib", "v1", large());
    between.hold();

    assertThatThrownBy(
            () ->
                NodeGrpc.newBlockingStub(csi)
                    .withDeadlineAfter(3, TimeUnit.SECONDS)
                    .nodePublishVolume(asked("v1")))
        .hasMessageContaining("DEADLINE_EXCEEDED")
        .hasMessageContaining("is downloaded further");
    assertThat(node.target("a")).doesNotExist();
    between.letGo();

    publish(asked("v1"));
    assertThat(node.target("a").resolve("version")).hasContent("1");
    assertThat(metric("datadog_csi_driver_library_download_duration_seconds_count")).isEqualTo("1");
  }

  @Test
  void ofAnErrorNothingIsToldButItsCode() throws Exception {
    byte[] page =
        ("{\"errors\":[{\"code\":\"TOOMANYREQUESTS\"}],\"secret\":\"" + "x".repeat(100_000) + "\"}")
            .getBytes(StandardCharsets.UTF_8);
    between.mode((_, _, to) -> to.answer(500, page, page.length));

    assertThatThrownBy(() -> publish(asked("v1")))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            failure -> assertThat(failure.getMessage()).contains("500").hasSizeLessThan(300));
  }

  @Test
  void aRedirectToAPrivateAddressIsNotFollowed() throws Exception {
    push("lib", "v1", large());
    between.mode(
        Tampering.blobs(
            (asked, _, to) -> {
              asked.getResponseHeaders().set("Location", "https://169.254.169.254/latest");
              to.answer(307, new byte[0], 0);
            }));

    refused("PERMISSION_DENIED", "has the private address 169.254.169.254");
  }

  @Test
  void aRedirectAwayFromTlsIsNotFollowed() throws Exception {
    push("lib", "v1", large());
    between.mode(
        Tampering.blobs(
            (asked, _, to) -> {
              asked.getResponseHeaders().set("Location", "http://" + registry.host() + "/x");
              to.answer(307, new byte[0], 0);
            }));

    refused("UNAVAILABLE", "no https address");
  }

  @Test
  void credentialsAreReadAnewForEachDownload() throws Exception {
    push("lib", "v1", library("1"));
    String wanted =
        "Basic " + Base64.getEncoder().encodeToString("user:word".getBytes(StandardCharsets.UTF_8));
    between.mode(
        (asked, answer, to) -> {
          if (wanted.equals(asked.getRequestHeaders().getFirst("Authorization"))) {
            Tampering.Mode.HONEST.handle(asked, answer, to);
          } else {
            asked.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"here\"");
            to.answer(401, new byte[0], 0);
          }
        });
    refused("UNAUTHENTICATED", "pullSecrets");
    Path secret = Files.createDirectories(folder.resolve("auth/0"));
    Files.writeString(
        secret.resolve(".dockerconfigjson"),
        "{\"auths\":{\"%s\":{\"username\":\"user\",\"password\":\"word\"}}}"
            .formatted(between.host()));
    publish(asked("v1"));

    assertThat(node.target("a").resolve("version")).hasContent("1");
  }

  @Test
  void aTokenIsAskedForWhereTheRegistrySays() throws Exception {
    push("lib", "v1", library("1"));
    byte[] token = "{\"token\":\"abc\"}".getBytes(StandardCharsets.UTF_8);
    String realm =
        "Bearer realm=\"http://" + between.host() + "/token\",service=\"s\",scope=\"any\"";
    between.mode(
        (asked, answer, to) -> {
          if (asked.getRequestURI().toString().startsWith("/token?service=s&scope=repository")) {
            to.answer(200, token, token.length);
          } else if ("Bearer abc".equals(asked.getRequestHeaders().getFirst("Authorization"))) {
            Tampering.Mode.HONEST.handle(asked, answer, to);
          } else {
            asked.getResponseHeaders().set("WWW-Authenticate", realm);
            to.answer(401, new byte[0], 0);
          }
        });

    publish(asked("v1"));

    assertThat(node.target("a").resolve("version")).hasContent("1");
  }

  private NodePublishVolumeRequest asked(String version) throws Exception {
    return asked("lib", version, node.target("a"));
  }

  private void refused(String code, String words) throws Exception {
    refused(code, words, asked("v1"));
  }
}
