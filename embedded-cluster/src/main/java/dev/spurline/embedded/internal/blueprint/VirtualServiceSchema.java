// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * The types of a VirtualService's fields. Fields that are not known are kept: those of later releases have to come through.
 *
 * <p>Source: the definition in {@code manifests/charts/base/files/crd-all.gen.yaml} of Istio, of release 1.31.
 */
final class VirtualServiceSchema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private VirtualServiceSchema() {}

    static ObjectNode schema() {
        return object(Map.of(
                "spec",
                object(Map.of(
                        "hosts", texts(),
                        "gateways", texts(),
                        "exportTo", texts(),
                        "http", list(rule()),
                        "tls", list(required(object(Map.of("route", list(weighted()))), "match")),
                        "tcp", list(object(Map.of("route", list(weighted()))))))));
    }

    private static ObjectNode rule() {
        return object(Map.ofEntries(
                Map.entry("name", text()),
                Map.entry("match", list(match())),
                Map.entry("route", list(weighted())),
                Map.entry("redirect", redirect()),
                Map.entry("directResponse", directResponse()),
                Map.entry("delegate", object(Map.of("name", text(), "namespace", text()))),
                Map.entry("rewrite", rewrite()),
                Map.entry("timeout", text()),
                Map.entry("retries", retries()),
                Map.entry("fault", fault()),
                Map.entry("mirror", destination()),
                Map.entry("mirrors", list(mirror())),
                Map.entry("mirrorPercent", number()),
                Map.entry("mirrorPercentage", percentage()),
                Map.entry("corsPolicy", corsPolicy()),
                Map.entry("headers", headers())));
    }

    private static ObjectNode match() {
        return object(Map.ofEntries(
                Map.entry("name", text()),
                Map.entry("uri", textMatch()),
                Map.entry("scheme", textMatch()),
                Map.entry("method", textMatch()),
                Map.entry("authority", textMatch()),
                Map.entry("headers", map(textMatch())),
                Map.entry("withoutHeaders", map(textMatch())),
                Map.entry("queryParams", map(textMatch())),
                Map.entry("ignoreUriCase", flag()),
                Map.entry("port", number()),
                Map.entry("sourceLabels", map(text())),
                Map.entry("sourceNamespace", text()),
                Map.entry("gateways", texts()),
                Map.entry("statPrefix", text())));
    }

    /** One of three, or none, which stands for presence. */
    private static ObjectNode textMatch() {
        return oneOf(object(Map.of("exact", text(), "prefix", text(), "regex", text())), "exact", "prefix", "regex");
    }

    private static ObjectNode weighted() {
        return required(
                object(Map.of("destination", destination(), "weight", number(), "headers", headers())), "destination");
    }

    private static ObjectNode destination() {
        ObjectNode port = object(Map.of("number", number()));
        return required(object(Map.of("host", text(), "subset", text(), "port", port)), "host");
    }

    private static ObjectNode mirror() {
        return required(object(Map.of("destination", destination(), "percentage", percentage())), "destination");
    }

    private static ObjectNode redirect() {
        ObjectNode redirect = object(Map.of(
                "uri", text(),
                "prefixRewrite", text(),
                "authority", text(),
                "scheme", text(),
                "redirectCode", number(),
                "port", number(),
                "derivePort", choice("FROM_PROTOCOL_DEFAULT", "FROM_REQUEST_PORT")));
        return oneOf(redirect, "port", "derivePort");
    }

    private static ObjectNode directResponse() {
        ObjectNode body = oneOf(object(Map.of("string", text(), "bytes", text())), "string", "bytes");
        return required(object(Map.of("status", number(), "body", body)), "status");
    }

    private static ObjectNode rewrite() {
        ObjectNode regex = object(Map.of("match", text(), "rewrite", text()));
        return object(Map.of("uri", text(), "authority", text(), "uriRegexRewrite", regex));
    }

    private static ObjectNode retries() {
        return object(Map.of(
                "attempts", number(),
                "perTryTimeout", text(),
                "retryOn", text(),
                "backoff", text(),
                "retryRemoteLocalities", flag(),
                "retryIgnorePreviousHosts", flag()));
    }

    private static ObjectNode fault() {
        ObjectNode delay = object(Map.of(
                "fixedDelay", text(), "exponentialDelay", text(), "percent", number(), "percentage", percentage()));
        ObjectNode abort = object(
                Map.of("httpStatus", number(), "grpcStatus", text(), "http2Error", text(), "percentage", percentage()));
        return object(Map.of(
                "delay", oneOf(delay, "fixedDelay", "exponentialDelay"),
                "abort", oneOf(abort, "httpStatus", "grpcStatus", "http2Error")));
    }

    private static ObjectNode corsPolicy() {
        return object(Map.of(
                "allowOrigins", list(textMatch()),
                "allowOrigin", texts(),
                "allowMethods", texts(),
                "allowHeaders", texts(),
                "exposeHeaders", texts(),
                "maxAge", text(),
                "allowCredentials", flag(),
                "unmatchedPreflights", choice("UNSPECIFIED", "FORWARD", "IGNORE")));
    }

    private static ObjectNode headers() {
        return object(Map.of("request", headerChanges(), "response", headerChanges()));
    }

    private static ObjectNode headerChanges() {
        return object(Map.of("add", map(text()), "set", map(text()), "remove", texts()));
    }

    private static ObjectNode percentage() {
        return object(Map.of("value", JSON.objectNode().put("type", "number")));
    }

    private static ObjectNode object(Map<String, ObjectNode> fields) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        fields.forEach(properties::set);
        return schema.put("x-kubernetes-preserve-unknown-fields", true);
    }

    private static ObjectNode required(ObjectNode schema, String field) {
        schema.putArray("required").add(field);
        return schema;
    }

    /** At most one of the fields is there. */
    private static ObjectNode oneOf(ObjectNode schema, String... fields) {
        ArrayNode choices = schema.putArray("oneOf");
        ArrayNode any = choices.addObject().putObject("not").putArray("anyOf");
        List.of(fields).forEach(field -> {
            required(any.addObject(), field);
            required(choices.addObject(), field);
        });
        return schema;
    }

    private static ObjectNode list(ObjectNode items) {
        return JSON.objectNode().put("type", "array").set("items", items);
    }

    private static ObjectNode map(ObjectNode values) {
        return JSON.objectNode().put("type", "object").set("additionalProperties", values);
    }

    private static ObjectNode texts() {
        return list(text());
    }

    private static ObjectNode text() {
        return JSON.objectNode().put("type", "string");
    }

    private static ObjectNode number() {
        return JSON.objectNode().put("type", "integer");
    }

    private static ObjectNode flag() {
        return JSON.objectNode().put("type", "boolean").put("nullable", true);
    }

    private static ObjectNode choice(String... values) {
        ObjectNode schema = text();
        ArrayNode all = schema.putArray("enum");
        List.of(values).forEach(all::add);
        return schema;
    }
}
