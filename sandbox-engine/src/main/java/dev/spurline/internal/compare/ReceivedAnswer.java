// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer as it came in. */
final class ReceivedAnswer {

    /** That a name stands twice in an object is nothing to be lost: such a body is compared as text. */
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final Pattern JSON_TYPE = Pattern.compile("application/(?:.+\\+)?json");

    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0e-\\x1f]");

    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final Duration took;
    private final UnaryOperator<String> neutral;

    /**
     * Takes an answer.
     *
     * @param headers the values by name
     * @param took from the request until the last byte
     * @param neutral makes texts the same that differ only because each way in has another address
     */
    ReceivedAnswer(
            int status, Map<String, List<String>> headers, byte[] body, Duration took, UnaryOperator<String> neutral) {
        this.status = status;
        this.headers = new TreeMap<>();
        this.body = body.clone();
        this.took = took;
        this.neutral = neutral;
        headers.forEach((name, values) -> this.headers.put(
                name.toLowerCase(Locale.ROOT), values.stream().map(neutral).toList()));
    }

    int status() {
        return status;
    }

    Map<String, List<String>> headers() {
        return headers;
    }

    Duration took() {
        return took;
    }

    /** Returns the body as text; empty if it is none. */
    Optional<String> text() {
        if (headers.containsKey("content-encoding")) {
            return Optional.empty();
        }
        try {
            String text = charset().newDecoder().decode(ByteBuffer.wrap(body)).toString();
            return CONTROL.matcher(text).find() ? Optional.empty() : Optional.of(neutral.apply(text));
        } catch (CharacterCodingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns the body as JSON; empty if it is none, or does not say so. */
    Optional<JsonNode> json() {
        return isJson() ? text().flatMap(ReceivedAnswer::parsed) : Optional.empty();
    }

    private static Optional<JsonNode> parsed(String text) {
        try {
            return Optional.of(STRICT.readTree(text)).filter(tree -> !tree.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private boolean isJson() {
        String type = contentType().toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
        return JSON_TYPE.matcher(type).matches();
    }

    private Charset charset() {
        Matcher given = CHARSET.matcher(contentType());
        return given.find() ? Charset.forName(given.group(1)) : StandardCharsets.UTF_8;
    }

    private String contentType() {
        return headers.getOrDefault("content-type", List.of("")).get(0);
    }

    /** Says of a body that is no text what it is. */
    String fingerprint() {
        return "%d bytes, SHA-256 %s".formatted(body.length, HexFormat.of().formatHex(sha256()));
    }

    private byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each JDK has SHA-256", e);
        }
    }
}
