// SPDX-License-Identifier: Apache-2.0

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// One call of a gRPC service on a Unix socket, as a kubelet makes it: just enough of HTTP/2 (RFC 9113, 7541) and
/// of protocol buffers to be answered. What is answered is not read: a refusal is a code path too.
final class Grpc {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int END_STREAM = 1; // of SETTINGS: acknowledged
  private static final int END_HEADERS = 4;

  private Grpc() {}

  /// Calls `/package.Service/Method` with a message whose fields are words: `4=text`, `1:number`, and `5{`, further
  /// words and `}` for a message in it.
  static void call(Path socket, String method, List<String> fields) throws IOException {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      var out = new ByteArrayOutputStream();
      out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      frame(out, SETTINGS, 0, 0, new byte[0]);
      var headers = new ByteArrayOutputStream();
      header(headers, ":method", "POST");
      header(headers, ":scheme", "http");
      header(headers, ":path", method);
      header(headers, ":authority", "localhost");
      header(headers, "content-type", "application/grpc");
      header(headers, "te", "trailers");
      frame(out, HEADERS, END_HEADERS, 1, headers.toByteArray());
      byte[] message = message(fields);
      ByteBuffer data = ByteBuffer.allocate(5 + message.length); // not compressed, its length, itself
      data.put((byte) 0).putInt(message.length).put(message);
      frame(out, DATA, END_STREAM, 1, data.array());
      write(channel, out.toByteArray());
      answered(channel);
    }
  }

  private static void answered(SocketChannel channel) throws IOException {
    InputStream bytes = Channels.newInputStream(channel);
    var in = new DataInputStream(bytes);
    while (true) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      in.readInt(); // the stream: there is but one
      if (in.readNBytes(length).length < length) {
        throw new EOFException("the service hung up");
      }
      if (type == SETTINGS && (flags & END_STREAM) == 0) {
        var out = new ByteArrayOutputStream();
        frame(out, SETTINGS, END_STREAM, 0, new byte[0]);
        write(channel, out.toByteArray());
      }
      if (type == HEADERS && (flags & END_STREAM) != 0) {
        return;
      }
    }
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }

  private static void frame(ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
    ByteBuffer head = ByteBuffer.allocate(9);
    head.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    head.put((byte) type).put((byte) flags).putInt(stream);
    out.writeBytes(head.array());
    out.writeBytes(payload);
  }

  /// A literal that is not indexed, with a new name (RFC 7541, 6.2.2); both shorter than 127 bytes.
  private static void header(ByteArrayOutputStream out, String name, String value) {
    out.write(0);
    out.write(name.length());
    out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    out.write(value.length());
    out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] message(List<String> fields) {
    Deque<ByteArrayOutputStream> open = new ArrayDeque<>(List.of(new ByteArrayOutputStream()));
    Deque<Integer> numbers = new ArrayDeque<>();
    for (String field : fields) {
      if (field.equals("}")) {
        byte[] inner = open.pop().toByteArray();
        text(open.peek(), numbers.pop(), inner);
      } else if (field.endsWith("{")) {
        numbers.push(Integer.parseInt(field.substring(0, field.length() - 1)));
        open.push(new ByteArrayOutputStream());
      } else if (field.matches("[0-9]+=.*")) {
        String[] halves = field.split("=", 2);
        text(open.peek(), Integer.parseInt(halves[0]), halves[1].getBytes(StandardCharsets.UTF_8));
      } else {
        String[] halves = field.split(":", 2);
        varint(open.peek(), Integer.parseInt(halves[0]) << 3);
        varint(open.peek(), Integer.parseInt(halves[1]));
      }
    }
    return open.pop().toByteArray();
  }

  private static void text(ByteArrayOutputStream out, int number, byte[] bytes) {
    varint(out, number << 3 | 2);
    varint(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void varint(ByteArrayOutputStream out, int value) {
    for (int left = value; ; left >>>= 7) {
      if (left < 0x80) {
        out.write(left);
        return;
      }
      out.write(left & 0x7f | 0x80);
    }
  }
}
