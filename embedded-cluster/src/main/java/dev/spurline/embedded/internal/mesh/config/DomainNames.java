// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of Services in the cluster's own domain. The mesh knows them in one domain, {@value #INSIDE}; where objects, requests
 * and pages have another, the two are exchanged, so that a name of the usual domain means no Service there.
 *
 * @param domain the cluster's, as Istio's installation says it
 */
public record DomainNames(String domain) {

    /** The domain of a cluster that has chosen no other, and that of all names inside the mesh. */
    static final String INSIDE = "cluster.local";

    /** Where Istio's objects name hosts. */
    private static final Set<String> FIELDS = Set.of("host", "hosts");

    /** Returns the name inside for one in the cluster's domain, and the other way round. */
    public String exchanged(String host) {
        if (domain.equals(INSIDE)) {
            return host;
        }
        return host.endsWith("." + domain)
                ? ended(host, domain, INSIDE)
                : host.endsWith("." + INSIDE) ? ended(host, INSIDE, domain) : host;
    }

    private static String ended(String host, String end, String other) {
        return host.substring(0, host.length() - end.length()) + other;
    }

    /** Returns an object of Istio with the names inside. */
    JsonNode inside(JsonNode object) {
        if (!domain.equals(INSIDE)) {
            exchange(object.path("spec"));
        }
        return object;
    }

    private void exchange(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                if (FIELDS.contains(field.getKey())) {
                    field.setValue(exchangedTexts(field.getValue()));
                } else {
                    exchange(field.getValue());
                }
            });
        } else {
            node.forEach(this::exchange);
        }
    }

    private JsonNode exchangedTexts(JsonNode value) {
        if (value.isTextual()) {
            return TextNode.valueOf(exchanged(value.asText()));
        }
        if (value instanceof ArrayNode texts) {
            for (int index = 0; index < texts.size(); index++) {
                texts.set(index, exchangedTexts(texts.get(index)));
            }
        }
        return value;
    }

    /** Returns a page of a proxy with the cluster's names. */
    public String onPage(String page) {
        if (domain.equals(INSIDE)) {
            return page;
        }
        return Pattern.compile("(?<=\\.svc\\.)(%s|%s)\\b".formatted(Pattern.quote(INSIDE), Pattern.quote(domain)))
                .matcher(page)
                .replaceAll(found -> found.group().equals(INSIDE) ? domain : INSIDE);
    }
}
