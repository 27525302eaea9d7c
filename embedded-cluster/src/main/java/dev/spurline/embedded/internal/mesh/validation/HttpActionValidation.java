// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.mesh.routing.IstioDuration;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a rule does, as istiod's webhook looks at it.
 *
 * <p>Source: validateHTTPRewrite, validateHTTPRedirect, validateHTTPDirectResponse, validateHTTPFaultInjection and
 * validateCORSPolicy in Istio's {@code pkg/config/validation/validation.go}; ValidateHTTPRetry and ValidateDuration in
 * {@code pkg/config/validation/agent/validation.go}.
 */
record HttpActionValidation(JsonNode rule, Problems problems) {

    /** Source: supportedRetryOnPolicies in {@code agent/validation.go} there. */
    private static final Set<String> RETRY_ON = Set.of(
            "5xx",
            "gateway-error",
            "reset",
            "reset-before-request",
            "connect-failure",
            "retriable-4xx",
            "refused-stream",
            "retriable-status-codes",
            "retriable-headers",
            "envoy-ratelimited",
            "http3-post-connect-failure",
            "cancelled",
            "deadline-exceeded",
            "internal",
            "resource-exhausted",
            "unavailable");

    void check() {
        checkRewrite(rule.path("rewrite"));
        checkRedirect(rule.path("redirect"));
        if (rule.has("directResponse")) {
            checkStatus(rule.path("directResponse").path("status").asInt());
        }
        checkRetries(rule.path("retries"));
        checkFault(rule.path("fault"));
        checkShares();
        checkDuration(rule, "timeout");
    }

    private void checkRewrite(JsonNode rewrite) {
        if (!rewrite.isObject()) {
            return;
        }
        boolean uri = !rewrite.path("uri").asText().isEmpty();
        JsonNode regex = rewrite.path("uriRegexRewrite");
        if (uri && regex.isObject()) {
            problems.add("rewrite may only contain one of URI or UriRegexRewrite");
        } else if (!uri
                && !regex.isObject()
                && rewrite.path("authority").asText().isEmpty()) {
            problems.add(
                    "rewrite must specify at least one of URI, UriRegexRewrite, or authority. Only one of URI or UriRegexRewrite may be specified");
        } else if (regex.isObject()) {
            checkRegexRewrite(regex);
        }
    }

    private void checkRegexRewrite(JsonNode regex) {
        String match = regex.path("match").asText();
        if (match.isEmpty() || regex.path("rewrite").asText().isEmpty()) {
            problems.add(
                    "UriRegexRewrite has errors\nUriRegexRewrite requires both Rewrite and Match fields to be specified");
        } else {
            HttpMatchValidation.checkRegex(match, "HTTPRewrite.UriRegexRewrite.Match", problems);
        }
    }

    private void checkRedirect(JsonNode redirect) {
        if (!redirect.isObject()) {
            return;
        }
        int code = redirect.path("redirectCode").asInt();
        String scheme = redirect.path("scheme").asText();
        if (has(redirect, "uri") && has(redirect, "prefixRewrite")) {
            problems.add("redirect may only specify one of uri or prefix_rewrite");
        } else if (Stream.of("uri", "prefixRewrite", "authority", "port", "derivePort", "scheme")
                .noneMatch(field -> has(redirect, field))) {
            problems.add("redirect must specify URI, authority, scheme, or port");
        } else if (code != 0 && (code < 300 || code > 399)) {
            problems.add("%d is not a valid redirect code, must be 3xx".formatted(code));
        } else if (!scheme.isEmpty() && !scheme.equals("http") && !scheme.equals("https")) {
            problems.add("invalid redirect scheme, must be \"http\" or \"https\"");
        }
    }

    private static boolean has(JsonNode node, String field) {
        return !node.path(field).asText().isEmpty();
    }

    private void checkStatus(int status) {
        problems.addIf(status < 200 || status > 600, "HTTP status %d is not in range 200-599".formatted(status));
    }

    private void checkRetries(JsonNode retries) {
        int attempts = retries.path("attempts").asInt();
        boolean others =
                Stream.of("perTryTimeout", "retryOn", "retryRemoteLocalities").anyMatch(retries::has);
        problems.addIf(attempts < 0, "attempts cannot be negative");
        problems.addIf(attempts == 0 && others, "http retry policy configured when attempts are set to 0 (disabled)");
        checkDuration(retries, "perTryTimeout");
        checkDuration(retries, "backoff");
        Arrays.stream(retries.path("retryOn").asText().split(","))
                .filter(policy -> has(retries, "retryOn") && !policy.matches("[1-5][0-9]{2}"))
                .filter(policy -> !RETRY_ON.contains(policy))
                .forEach(policy -> problems.add("\"%s\" is not a valid retryOn policy".formatted(policy)));
    }

    private void checkFault(JsonNode fault) {
        if (!fault.isObject()) {
            return;
        }
        problems.addIf(
                !fault.has("abort") && !fault.has("delay"), "HTTP fault injection must have an abort and/or a delay");
        Stream.of("abort", "delay").forEach(kind -> {
            double share = fault.path(kind).path("percentage").path("value").asDouble();
            problems.addIf(
                    share < 0 || share > 100 || (share > 0 && share < 0.0001),
                    "percentage %s is neither 0.0, nor in range [0.0001, 100.0]"
                            .formatted(BigDecimal.valueOf(share)
                                    .stripTrailingZeros()
                                    .toPlainString()));
        });
        if (fault.path("abort").has("httpStatus")) {
            checkStatus(fault.path("abort").path("httpStatus").asInt());
        }
        problems.addIf(fault.path("abort").has("http2Error"), "HTTP/2 abort fault injection not supported yet");
        problems.addIf(fault.path("delay").has("exponentialDelay"), "exponentialDelay not supported yet");
        checkDuration(fault.path("delay"), "fixedDelay");
    }

    private void checkShares() {
        double share = rule.path("mirrorPercentage").path("value").asDouble();
        problems.addIf(share > 100, "mirror_percentage must have a max value of 100 (it has %f)".formatted(share));
        problems.addIf(share < 0, "mirror_percentage must have a min value of 0 (it has %f)".formatted(share));
    }

    /** Istio's durations are at least a millisecond, and none has a part of one: {@code 0s} is refused, too. */
    private void checkDuration(JsonNode node, String field) {
        if (!node.hasNonNull(field)) {
            return;
        }
        Duration duration = IstioDuration.parse(node.get(field).asText());
        problems.addIf(duration.toMillis() < 1, "duration must be greater than 1ms");
        problems.addIf(
                duration.toMillis() >= 1 && duration.toNanosPart() % 1_000_000 != 0,
                "only durations to ms precision are supported");
    }
}
