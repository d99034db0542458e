// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import io.eksbridge.node.library.ImageReference;
import io.eksbridge.node.library.LibraryFault;
import io.eksbridge.node.registry.Web.Answer;
import io.eksbridge.node.store.LibraryFailure;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Requests about one repository, with what the registry wants to see for them.
final class Session {
  private static final int MOST_REDIRECTS = 5;
  private static final int ERROR_BYTES = 4096; // all that is ever read of an error
  private static final int TOKEN_BYTES = 1 << 18;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int TEMPORARY_REDIRECT = 307;
  private static final int PERMANENT_REDIRECT = 308;
  private static final Pattern CODE = Pattern.compile("[A-Z_]{1,40}");

  private final Web web;
  private final Credentials credentials;
  private final ImageReference image;
  private final URI base;
  private final Limit limit;
  private @Nullable String authorization;

  Session(Web web, Hosts hosts, Credentials credentials, ImageReference image, Limit limit) {
    this.web = web;
    this.limit = limit;
    this.credentials = credentials;
    this.image = image;
    String host = image.host().equals("docker.io") ? "registry-1.docker.io" : image.host();
    this.base =
        URI.create(
            (hosts.isPlain(host) ? "http" : "https")
                + "://"
                + host
                + "/v2/"
                + image.repository()
                + "/");
  }

  /// Asks for something of the repository; the answer is whole or to be read.
  Answer get(String what, String accept) {
    try {
      Answer answer = ask(base.resolve(what), accept);
      if (answer.status() == HttpURLConnection.HTTP_UNAUTHORIZED
          && isOurs(answer.from())
          && authorize(answer)) {
        answer.close();
        answer = ask(base.resolve(what), accept);
      }
      if (answer.status() != HttpURLConnection.HTTP_OK) {
        throw refused(answer);
      }
      return answer;
    } catch (IOException failure) {
      throw unreachable(failure);
    }
  }

  private Answer ask(URI uri, String accept) throws IOException {
    URI next = uri;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      Map<String, String> headers = new HashMap<>(Map.of("Accept", accept));
      String shown = authorization;
      if (shown != null && isOurs(next)) {
        headers.put("Authorization", shown);
      }
      Answer answer = web.get(next, headers, limit);
      Optional<String> location = answer.header("Location");
      if (!isRedirect(answer.status()) || location.isEmpty()) {
        return answer;
      }
      answer.close();
      try {
        next = next.resolve(location.get());
      } catch (IllegalArgumentException _) {
        throw new LibraryFailure(LibraryFault.UNREACHABLE, host() + " redirects to no address");
      }
    }
    throw new LibraryFailure(LibraryFault.UNREACHABLE, host() + " redirects without end");
  }

  /// Whether it may see credentials: it is not where the registry sends the driver.
  private boolean isOurs(URI uri) {
    return base.getRawAuthority().equals(uri.getRawAuthority());
  }

  private static boolean isRedirect(int status) {
    return switch (status) {
      case HttpURLConnection.HTTP_MOVED_PERM,
          HttpURLConnection.HTTP_MOVED_TEMP,
          HttpURLConnection.HTTP_SEE_OTHER,
          TEMPORARY_REDIRECT,
          PERMANENT_REDIRECT ->
          true;
      default -> false;
    };
  }

  /// Gets what the registry asked for; false where that is not to be had.
  private boolean authorize(Answer answer) throws IOException {
    Challenge challenge = Challenge.read(answer.header("WWW-Authenticate").orElse(""));
    Optional<Login> login = credentials.find(image);
    if (login.isPresent() && !login.get().registryToken().isEmpty()) {
      authorization = "Bearer " + login.get().registryToken();
      return true;
    }
    Optional<String> basic = login.flatMap(Login::basic);
    if (!challenge.isBearer()) {
      authorization = basic.orElse(null);
      return basic.isPresent();
    }
    Optional<String> token = token(challenge, login, basic);
    authorization = token.map(each -> "Bearer " + each).orElse(null);
    return token.isPresent();
  }

  private Optional<String> token(Challenge challenge, Optional<Login> login, Optional<String> basic)
      throws IOException {
    Optional<String> identity = login.map(Login::identityToken).filter(text -> !text.isEmpty());
    Optional<URI> realm =
        identity.isPresent() ? challenge.realm() : challenge.realm(image.repository());
    if (realm.isEmpty()) {
      return Optional.empty();
    }
    try (Answer answer =
        identity.isPresent()
            ? web.post(
                realm.get(),
                "grant_type=refresh_token&client_id=eksbridge-node-driver&refresh_token="
                    + Challenge.encoded(identity.get())
                    + "&"
                    + challenge.query(image.repository()),
                limit)
            : web.get(
                realm.get(),
                basic.map(each -> Map.of("Authorization", each)).orElse(Map.of()),
                limit)) {
      if (answer.status() != HttpURLConnection.HTTP_OK) {
        throw refused(answer);
      }
      JsonTree told = JsonTree.parse(answer.atMost(TOKEN_BYTES));
      String token = told.at("token").text();
      return Optional.of(token.isEmpty() ? told.at("access_token").text() : token)
          .filter(text -> !text.isEmpty());
    }
  }

  /// What the registry says no with, and what to do about it.
  private LibraryFailure refused(Answer answer) throws IOException {
    String said = "%s answers %d%s".formatted(host(), answer.status(), code(answer));
    answer.close();
    return switch (answer.status()) {
      case HttpURLConnection.HTTP_NOT_FOUND ->
          new LibraryFailure(
              LibraryFault.NOT_FOUND, "there is no image %s: %s".formatted(image.text(), said));
      case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
          new LibraryFailure(
              LibraryFault.DENIED,
              ("%s may not be read: %s: give the driver credentials (--registry-auth-path, in the"
                      + " chart libraries.pullSecrets)")
                  .formatted(image.text(), said));
      case TOO_MANY_REQUESTS ->
          new LibraryFailure(LibraryFault.UNREACHABLE, said + ": too many requests");
      default -> new LibraryFailure(LibraryFault.UNREACHABLE, said);
    };
  }

  /// The code of an error as the specification has them; nothing else of the body is ever told.
  private static String code(Answer answer) {
    try {
      byte[] body = answer.atMost(ERROR_BYTES);
      String text = new String(body, StandardCharsets.UTF_8);
      String code =
          JsonTree.parse(text.getBytes(StandardCharsets.UTF_8)).at("errors").elements().stream()
              .map(each -> each.at("code").text())
              .findFirst()
              .orElse("");
      return CODE.matcher(code).matches() ? " " + code : "";
    } catch (IOException _) {
      return ""; // a proxy's page, or more than an error has
    }
  }

  LibraryFailure unreachable(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PrivateAddress refused) {
        return new LibraryFailure(
            LibraryFault.PRIVATE_ADDRESS, String.valueOf(refused.getMessage()));
      }
      if (cause instanceof Limit.Passed) {
        return new LibraryFailure(
            LibraryFault.UNREACHABLE, "the registry %s is too slow".formatted(host()));
      }
      if (cause instanceof CertificateException) {
        return new LibraryFailure(
            LibraryFault.UNREACHABLE,
            ("the registry %s shows a certificate that is for another host or of no authority that"
                    + " the driver trusts: see --registry-ca-path, in the chart"
                    + " libraries.caConfigMap")
                .formatted(host()));
      }
    }
    return new LibraryFailure(
        LibraryFault.UNREACHABLE,
        "the registry %s cannot be reached%s"
            .formatted(
                host(),
                failure instanceof ProxyFailure proxied
                    ? " " + proxied.getMessage()
                    : ": " + failure.getClass().getSimpleName()));
  }

  String host() {
    return image.host();
  }
}
