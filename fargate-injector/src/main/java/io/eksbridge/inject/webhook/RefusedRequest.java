// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.webhook;

import io.eksbridge.inject.InjectorMetrics;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says what is wrong with a request that is no review, in the shape of the API's own errors
/// (`Status`).
@Singleton
final class RefusedRequest implements ErrorResponseProcessor<Map<String, Object>> {
  private static final Logger LOGGER = LoggerFactory.getLogger(RefusedRequest.class);

  private final InjectorMetrics metrics;

  RefusedRequest(InjectorMetrics metrics) {
    this.metrics = metrics;
  }

  private static Map<String, Object> status(HttpStatus status, String message) {
    var body = new LinkedHashMap<String, Object>();
    body.put("kind", "Status");
    body.put("apiVersion", "v1");
    body.put("status", "Failure");
    body.put("message", message);
    body.put("reason", status.getReason().replace(" ", ""));
    body.put("code", status.getCode());
    return body;
  }

  @Override
  public MutableHttpResponse<Map<String, Object>> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    HttpStatus status = response.status();
    String message =
        context.getErrors().stream().map(Error::getMessage).collect(Collectors.joining("; "));
    String why = message.isBlank() ? status.getReason() : message;
    if (context.getRequest().getPath().equals(AdmissionController.PATH)) {
      metrics.refused(status.getCode());
      LOGGER
          .atWarn()
          .addKeyValue("status", status.getCode())
          .addKeyValue("why", why)
          .log("refused");
    }
    return response.body(status(status, why)).contentType(MediaType.APPLICATION_JSON_TYPE);
  }
}
