// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import static org.assertj.core.api.Assertions.assertThat;

import csi.v1.NodePublishVolumeRequest;
import io.eksbridge.parts.RealRegistry;
import io.eksbridge.parts.ServingPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A registry inside the network, with a certificate of an authority that only its operator knows.
final class TlsRegistriesTest extends LibraryNode {
  private Path authority;

  @BeforeEach
  void secure() throws Exception {
    stop();
    registry.close();
    ServingPair pair = ServingPair.make(Files.createDirectory(folder.resolve("pair")));
    authority = pair.certificate();
    registry = new RealRegistry(folder.resolve("secure"), pair);
    push("lib", "v1", library("1"));
  }

  @Test
  void itIsTrustedByItsAuthority() throws Exception {
    start(registry.host(), authority.toString());

    publish(asked());

    assertThat(node.target("a").resolve("version")).hasContent("1");
  }

  @Test
  void withAnotherAuthorityItIsNotAndTheFlagIsNamed() throws Exception {
    Path other =
        ServingPair.make(Files.createDirectory(folder.resolve("other-pair"))).certificate();
    start(registry.host(), other.toString());

    refused("UNAVAILABLE", "see --registry-ca-path", asked());
  }

  @Test
  void withoutAnyFurtherAuthorityItIsNotEither() throws Exception {
    start(registry.host(), "");

    refused("UNAVAILABLE", "see --registry-ca-path", asked());
  }

  @Test
  void aFileThatHoldsNoAuthorityIsNamedByItsFlag() throws Exception {
    start(registry.host(), Files.writeString(folder.resolve("no.crt"), "no PEM").toString());

    refused("FAILED_PRECONDITION", "--registry-ca-path cannot be used", asked());
  }

  @Test
  void whereItsAddressIsNotListedItIsNotConnectedTo() throws Exception {
    start("", authority.toString());

    refused("PERMISSION_DENIED", "127.0.0.1 has the private address 127.0.0.1", asked());
  }

  private void start(String privateHosts, String authorities) {
    start(
        Map.of(
            "node-driver.registry-plain-http-hosts", "",
            "node-driver.registry-private-hosts", privateHosts,
            "node-driver.registry-ca-path", authorities));
  }

  private NodePublishVolumeRequest asked() throws Exception {
    return volume("lib", "v1", node.target("a"));
  }
}
