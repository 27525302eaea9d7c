// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.compare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.ComparedRequest;
import dev.spurline.Comparison;
import dev.spurline.Comparison.Answer;
import dev.spurline.Comparison.Difference;
import dev.spurline.SandboxException;
import dev.spurline.internal.entry.EntryPoints;
import dev.spurline.internal.secrets.SecretMask;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends a request of a test to the baseline, with the key, and to the baseline again. In this order, because what only grows,
 * as a counter or the time, is the same in between if it is the same before and after.
 */
public final class BaselineComparison {

    /** Methods that change nothing, as RFC 9110 says in section 9.2.1. */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private static final AnswerPath STATUS = AnswerPath.ROOT.member(AnswerPath.STATUS);

    private final EntryPoints entries;
    private final Executor executor;
    private final Supplier<SecretMask> mask;

    /**
     * Takes what a sandbox has.
     *
     * @param entries lead into it
     * @param executor runs what the client does
     * @param mask hides its secrets; it is asked for when there is something to tell
     */
    public BaselineComparison(EntryPoints entries, Executor executor, Supplier<SecretMask> mask) {
        this.entries = entries;
        this.executor = executor;
        this.mask = mask;
    }

    /**
     * Compares.
     *
     * @param key the headers that carry the key
     * @param sent told where the request with the key was answered
     * @throws SandboxException if the request may change something, cannot be sent, is not answered in time, or
     *     the baseline answers it with another status each time
     */
    public Comparison compare(ComparedRequest request, Map<String, String> key, Consumer<URI> sent) {
        refuseUnsafe(request);
        URI keyed = entries.routed(request.service());
        URI plain = entries.forkBehind(keyed).isPresent() ? entries.baseline(request.service()) : keyed;
        Map<String, List<String>> withKey = new KeyedHeaders(key).addedTo(request);
        RequestSender sender = new RequestSender(request, executor);
        ReceivedAnswer baseline = sender.send(plain, request.headers(), "without the key");
        ReceivedAnswer fork = sender.send(keyed, withKey, "with the key");
        sent.accept(keyed);
        ReceivedAnswer again = sender.send(plain, request.headers(), "without the key");
        refuseUnsteady(request, baseline.status(), again.status());
        return compared(request, baseline, again, fork);
    }

    private static void refuseUnsafe(ComparedRequest request) {
        if (!SAFE.contains(request.method()) && !request.isRepeatable()) {
            throw new SandboxException(
                    "Request [%s] was not sent: to compare, it is sent three times, twice of them to the baseline, and [%s] may change something each time. If that does no harm, say repeatable(); else compare a request that only reads"
                            .formatted(request, request.method()));
        }
    }

    /** Where the status varies by itself, a fork that fails would pass. */
    private static void refuseUnsteady(ComparedRequest request, int first, int second) {
        if (first != second && !ComparisonRules.of(request).ignores(STATUS)) {
            throw new SandboxException(
                    "Request [%s] could not be compared: the baseline answered [%d] and then [%d]. Compare it when the baseline is steady, or ignore [%s]"
                            .formatted(request, first, second, STATUS));
        }
    }

    private Comparison compared(
            ComparedRequest request, ReceivedAnswer baseline, ReceivedAnswer again, ReceivedAnswer fork) {
        List<JsonNode> trees = AnswerTrees.of(List.of(baseline, again, fork));
        TreeComparison.Result result = TreeComparison.compare(
                ComparisonRules.of(request), AnswerPath.ROOT, trees.get(0), trees.get(1), trees.get(2));
        return new Comparison(
                request,
                answer(baseline),
                answer(again),
                answer(fork),
                result.differences().stream()
                        .map(found ->
                                new Difference(found.path().toString(), value(found.baseline()), value(found.fork())))
                        .toList(),
                result.varying().stream().map(AnswerPath::toString).toList());
    }

    private String value(JsonNode value) {
        return value.isMissingNode() ? "(nothing)" : mask.get().clean(value.toString());
    }

    private static Answer answer(ReceivedAnswer answer) {
        return new Answer(
                answer.status(), answer.headers(), answer.text().orElseGet(answer::fingerprint), answer.took());
    }
}
