// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import io.eksbridge.startup.Refusal;
import io.eksbridge.sync.RotationConfig;
import io.eksbridge.sync.rotation.AgentAnswer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/// The cluster agent itself: whether it runs with a token, asked as an Agent asks it.
@Singleton
public final class ClusterAgent {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final RotationConfig config;
  private final Optional<OkHttpClient> client;

  /// At the configured address, if there is one.
  public ClusterAgent(RotationConfig config) {
    this.config = config;
    this.client = config.agent().map(_ -> client(Optional.ofNullable(config.clusterAgentCa())));
  }

  /// Whether it accepts `token`.
  public AgentAnswer accepts(String token) {
    if (client.isEmpty()) {
      return AgentAnswer.UNASKED;
    }
    Request request =
        new Request.Builder()
            .url(config.agent().orElseThrow().toString())
            .header("Authorization", "Bearer " + token)
            .build();
    try (Response answer = client.get().newCall(request).execute()) {
      return switch (answer.code()) {
        case 200 -> AgentAnswer.ACCEPTS;
        case 401, 403 -> AgentAnswer.REFUSES;
        default -> AgentAnswer.SILENT;
      };
    } catch (IOException noAnswer) {
      return AgentAnswer.SILENT;
    }
  }

  private static OkHttpClient client(Optional<String> authority) {
    try {
      X509TrustManager trust =
          authority.isPresent() ? trusted(Path.of(authority.get())) : new AsTheAgents();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new X509TrustManager[] {trust}, new SecureRandom());
      OkHttpClient.Builder builder =
          new OkHttpClient.Builder()
              .callTimeout(PATIENCE)
              .followRedirects(false)
              .sslSocketFactory(context.getSocketFactory(), trust);
      if (authority.isEmpty()) {
        builder.hostnameVerifier((_, _) -> true); // as the Agents: its certificate is its own
      }
      return builder.build();
    } catch (GeneralSecurityException | IOException unusable) {
      throw new Refusal("--cluster-agent-ca " + authority.orElse("") + " cannot be used", unusable);
    }
  }

  private static X509TrustManager trusted(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream certificates = Files.newInputStream(file)) {
      int number = 0;
      for (var certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(certificates)) {
        store.setCertificateEntry(Integer.toString(number++), certificate);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  /// The Agents do not check the cluster agent's certificate either, unless they are told its
  /// authority: it signs one for itself at each start.
  private static final class AsTheAgents implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
