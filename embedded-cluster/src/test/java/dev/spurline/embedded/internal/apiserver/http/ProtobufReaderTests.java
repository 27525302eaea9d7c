// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Field numbers and types are those of Kubernetes' {@code generated.proto}. */
class ProtobufReaderTests {

    @Test
    void readsThePortsOfAnEndpointSlice() {
        byte[] port = bytes(text(1, "http"), text(2, "TCP"), number(3, 80));

        assertThatJson(ProtobufReader.object(body("discovery.k8s.io/v1", "EndpointSlice", chunk(3, port))))
                .isEqualTo("""
                        {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
                         "ports": [{"name": "http", "protocol": "TCP", "port": 80}]}
                        """);
    }

    @Test
    void readsAnIngressWithItsRules() {
        byte[] service = bytes(text(1, "shop"), chunk(2, number(2, 8080)));
        byte[] path = bytes(text(1, "/"), text(3, "Prefix"), chunk(2, chunk(4, service)));
        byte[] rule = bytes(text(1, "shop.example"), chunk(2, chunk(1, chunk(1, path))));

        assertThatJson(ProtobufReader.object(body("networking.k8s.io/v1", "Ingress", chunk(2, chunk(3, rule)))))
                .inPath("$.spec.rules")
                .isEqualTo("""
                        [{"host": "shop.example", "http": {"paths": [{"path": "/", "pathType": "Prefix",
                          "backend": {"service": {"name": "shop", "port": {"number": 8080}}}}]}}]
                        """);
    }

    @Test
    void readsTheUidOfTheObjectThatATokenIsBoundTo() {
        byte[] reference = bytes(text(1, "Pod"), text(2, "v1"), text(3, "cart"), text(4, "0815"));

        assertThatJson(ProtobufReader.object(
                        body("authentication.k8s.io/v1", "TokenRequest", chunk(2, chunk(3, reference)))))
                .inPath("$.spec.boundObjectRef")
                .isEqualTo("{\"kind\": \"Pod\", \"apiVersion\": \"v1\", \"name\": \"cart\", \"uid\": \"0815\"}");
    }

    @Test
    void readsThePreconditionsOfADeletion() {
        byte[] preconditions = bytes(text(1, "0815"), text(2, "42"));

        assertThatJson(ProtobufReader.object(body("v1", "DeleteOptions", chunk(2, preconditions))))
                .inPath("$.preconditions")
                .isEqualTo("{\"uid\": \"0815\", \"resourceVersion\": \"42\"}");
    }

    @Test
    void readsNoDefinitionsOfKinds() {
        byte[] body = body("apiextensions.k8s.io/v1", "CustomResourceDefinition");

        assertThatThrownBy(() -> ProtobufReader.object(body))
                .hasMessage("the embedded cluster does not read CustomResourceDefinition as"
                        + " application/vnd.kubernetes.protobuf: send JSON or YAML, for instance with kubectl apply");
    }

    private static byte[] body(String version, String kind, byte[]... fields) {
        byte[] magic = {'k', '8', 's', 0};
        return bytes(magic, chunk(1, bytes(text(1, version), text(2, kind))), chunk(2, bytes(fields)));
    }

    private static byte[] text(int field, String value) {
        return chunk(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A field of a message or text. All lengths here fit into one byte. */
    private static byte[] chunk(int field, byte[] value) {
        assertThat(value.length).isLessThan(128);
        return bytes(new byte[] {(byte) ((field << 3) | 2), (byte) value.length}, value);
    }

    private static byte[] number(int field, int value) {
        byte[] tag = {(byte) (field << 3)};
        byte[] small = {(byte) value};
        byte[] large = {(byte) ((value & 0x7f) | 0x80), (byte) (value >> 7)};
        return bytes(tag, value < 128 ? small : large);
    }

    private static byte[] bytes(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
