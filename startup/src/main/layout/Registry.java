// SPDX-License-Identifier: Apache-2.0

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// A registry for a training run, with one small image of one layer under the tag `v1`. Build-time only, see [Record].
final class Registry {
  /// As much of a registry as a pull needs (OCI distribution, "Pull").
  static void serve(int port, String repository) throws Exception {
    byte[] layer = layer();
    byte[] config = "{\"os\":\"linux\",\"architecture\":\"%s\"}".formatted(architecture()).getBytes(UTF_8);
    byte[] manifest =
        """
        {"schemaVersion":2,"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
        "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"%s","size":%d}]}
        """
            .formatted(digest(config), config.length, digest(layer), layer.length)
            .getBytes(UTF_8);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    Map.of("manifests/v1", manifest, "blobs/" + digest(config), config, "blobs/" + digest(layer), layer)
        .forEach(
            (place, content) ->
                server.createContext(
                    "/v2/" + repository + "/" + place,
                    exchange -> {
                      try (exchange) {
                        exchange.sendResponseHeaders(200, content.length);
                        exchange.getResponseBody().write(content);
                      }
                    }));
    server.start();
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }

  private static String digest(byte[] content) throws Exception {
    return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  /// A folder, a link and files, by ustar and gzip.
  private static byte[] layer() throws IOException {
    String library = "datadog-init/package/";
    var packed = new ByteArrayOutputStream();
    try (var tar = new GZIPOutputStream(packed)) {
      entry(tar, library + "lib/", '5', "", new byte[0]);
      entry(tar, library + "lib/current", '2', "one", new byte[0]);
      entry(tar, library + "lib/one", '0', "", new byte[3 << 16]);
      entry(tar, library + "two", '0', "", new byte[1]);
      tar.write(new byte[1024]);
    }
    return packed.toByteArray();
  }

  private static void entry(OutputStream tar, String name, char type, String link, byte[] content) throws IOException {
    var header = new byte[512];
    put(header, 0, name);
    put(header, 100, type == '5' ? "0000755" : "0000644");
    put(header, 124, "%011o".formatted(content.length));
    put(header, 136, "%011o".formatted(1_700_000_000));
    put(header, 148, "        "); // where the sum will be counts as blanks
    put(header, 156, "" + type);
    put(header, 157, link);
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte each : header) {
      sum += each;
    }
    put(header, 148, "%06o\0".formatted(sum));
    tar.write(header);
    tar.write(content);
    tar.write(new byte[Math.floorMod(-content.length, 512)]);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
