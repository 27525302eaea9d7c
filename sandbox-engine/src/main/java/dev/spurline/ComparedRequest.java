// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import dev.spurline.internal.compare.PlacePattern;
import dev.spurline.internal.compare.RequestSyntax;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A request whose answer of the baseline is compared with what is answered with the key, and what of the two has to be the
 * same. Immutable: each method returns another one.
 *
 * <p>Places of an answer are written as {@code status}, {@code header x-version} ({@code header x-*} for several), {@code line
 * 3} of a text ({@code line *} for all), {@code body}, or as a path into a JSON body: {@code $.items[0].id}, {@code
 * $.items[*].id}, {@code $..id} for a name at any depth, {@code $['any name']}.
 *
 * @since 0.1
 */
public final class ComparedRequest {

    /** How long an answer may take, unless the request says so. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final String method;
    private final String service;
    private final String path;
    private final Map<String, List<String>> headers;
    private final Optional<byte[]> body;
    private final boolean repeatable;
    private final Duration timeout;
    private final List<String> ignored;
    private final List<String> comparedHeaders;
    private final List<String> unordered;
    private final Map<String, Double> tolerances;

    private ComparedRequest(Draft draft) {
        this.method = draft.method;
        this.service = draft.service;
        this.path = draft.path;
        this.headers = Collections.unmodifiableMap(draft.headers);
        this.body = draft.body;
        this.repeatable = draft.repeatable;
        this.timeout = draft.timeout;
        this.ignored = List.copyOf(draft.ignored);
        this.comparedHeaders = List.copyOf(draft.comparedHeaders);
        this.unordered = List.copyOf(draft.unordered);
        this.tolerances = Collections.unmodifiableMap(draft.tolerances);
    }

    /**
     * Returns a GET request.
     *
     * @param service {@code name} or {@code name:port}, as for {@link LiveSandbox#uri}
     * @param path an absolute path, with its query if it has one, as it is sent: {@code /items?sort=price}
     * @throws IllegalArgumentException if the path is none
     */
    public static ComparedRequest get(String service, String path) {
        return of(service, "GET", path);
    }

    /**
     * Returns a request with any method.
     *
     * @param service {@code name} or {@code name:port}, as for {@link LiveSandbox#uri}
     * @param method the method, such as {@code HEAD}; one that may change something has to be {@link #repeatable()}
     * @param path an absolute path, with its query if it has one, as it is sent: {@code /items?sort=price}
     * @throws IllegalArgumentException if the method or the path is none
     */
    public static ComparedRequest of(String service, String method, String path) {
        RequestSyntax.checkMethod(method);
        RequestSyntax.checkPath(path);
        return new ComparedRequest(new Draft(method, service, path));
    }

    /**
     * Adds a header. One that is named {@code baggage} keeps its members; those of the key are added.
     *
     * @throws IllegalArgumentException if there is no such header, or it is one that no client may set, such as {@code host}
     */
    public ComparedRequest header(String name, String value) {
        RequestSyntax.checkHeader(name, value);
        return with(draft -> draft.headers.merge(
                name,
                List.of(value),
                (earlier, later) ->
                        Stream.concat(earlier.stream(), later.stream()).toList()));
    }

    /**
     * Sends a body, in UTF-8.
     *
     * @param contentType the value of the header {@code content-type}
     * @param text the body
     */
    public ComparedRequest body(String contentType, String text) {
        return body(contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends a body.
     *
     * @param contentType the value of the header {@code content-type}
     * @param bytes the body
     */
    public ComparedRequest body(String contentType, byte[] bytes) {
        return header("content-type", contentType).with(draft -> draft.body = Optional.of(bytes.clone()));
    }

    /**
     * Says that the request may be sent three times, twice of them to the baseline that others use, too, although its method
     * may change something. Needed for all methods but GET, HEAD and OPTIONS.
     */
    public ComparedRequest repeatable() {
        return with(draft -> draft.repeatable = true);
    }

    /**
     * Leaves places aside, and all within them.
     *
     * @throws IllegalArgumentException if one names no place of an answer
     */
    public ComparedRequest ignoring(String... places) {
        return with(draft -> add(places, draft.ignored));
    }

    /**
     * Compares headers that are usually left aside because they tell of the moment or the way, such as {@code date} and {@code
     * etag}; docs/compare.md has the list.
     *
     * @param names their names; {@code x-envoy-*} names several, {@code *} all
     * @throws IllegalArgumentException if one is no name of a header
     */
    public ComparedRequest comparingHeaders(String... names) {
        return with(draft ->
                add(Arrays.stream(names).map(name -> "header " + name).toArray(String[]::new), draft.comparedHeaders));
    }

    /**
     * Leaves the order of arrays aside: each element may be anywhere.
     *
     * @param arrays their paths, such as {@code $.items}
     * @throws IllegalArgumentException if one names no place of an answer
     */
    public ComparedRequest unordered(String... arrays) {
        return with(draft -> add(arrays, draft.unordered));
    }

    /**
     * Lets numbers differ a little.
     *
     * @param numbers their path, such as {@code $.items[*].price}
     * @param by the largest difference that passes
     * @throws IllegalArgumentException if the path names no place of an answer, or the difference is negative or not finite
     */
    public ComparedRequest tolerance(String numbers, double by) {
        if (!(by >= 0) || Double.isInfinite(by)) {
            throw new IllegalArgumentException(
                    "Tolerance [%s] of [%s] is not a number from 0 on".formatted(by, numbers));
        }
        PlacePattern.parse(numbers);
        return with(draft -> draft.tolerances.put(numbers, by));
    }

    /**
     * Waits for each answer at most so long, instead of 30 s.
     *
     * @throws IllegalArgumentException if that is no time
     */
    public ComparedRequest timeout(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(
                    "Timeout [%s] of request [%s] is no time to wait".formatted(limit, this));
        }
        return with(draft -> draft.timeout = limit);
    }

    private static void add(String[] places, List<String> all) {
        for (String place : places) {
            PlacePattern.parse(place);
            all.add(place);
        }
    }

    private ComparedRequest with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new ComparedRequest(draft);
    }

    /** Returns the method. */
    public String method() {
        return method;
    }

    /** Returns the Service, as it was named. */
    public String service() {
        return service;
    }

    /** Returns the path, with its query. */
    public String path() {
        return path;
    }

    /** Returns the values of the headers by name, without those of the key. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** Returns a copy of the body, if there is one. */
    public Optional<byte[]> body() {
        return body.map(byte[]::clone);
    }

    /** Returns whether it may be sent three times although its method may change something. */
    public boolean isRepeatable() {
        return repeatable;
    }

    /** Returns how long an answer may take. */
    public Duration timeout() {
        return timeout;
    }

    /** Returns the places that are left aside. */
    public List<String> ignored() {
        return ignored;
    }

    /** Returns the headers that are compared although they usually are not, each as {@code header date}. */
    public List<String> comparedHeaders() {
        return comparedHeaders;
    }

    /** Returns the arrays whose order makes no difference. */
    public List<String> unordered() {
        return unordered;
    }

    /** Returns how much numbers may differ, by path; of those that mean the same number the last one counts. */
    public Map<String, Double> tolerances() {
        return tolerances;
    }

    /** Returns method, Service and path, such as {@code GET storefront/checkout/42}. */
    @Override
    public String toString() {
        return method + " " + service + path;
    }

    /** What becomes a request. */
    private static final class Draft {

        private final String method;
        private final String service;
        private final String path;
        private final Map<String, List<String>> headers = new LinkedHashMap<>();
        private final List<String> ignored = new ArrayList<>();
        private final List<String> comparedHeaders = new ArrayList<>();
        private final List<String> unordered = new ArrayList<>();
        private final Map<String, Double> tolerances = new LinkedHashMap<>();
        private Optional<byte[]> body = Optional.empty();
        private boolean repeatable;
        private Duration timeout = TIMEOUT;

        Draft(String method, String service, String path) {
            this.method = method;
            this.service = service;
            this.path = path;
        }

        Draft(ComparedRequest request) {
            this(request.method, request.service, request.path);
            headers.putAll(request.headers);
            ignored.addAll(request.ignored);
            comparedHeaders.addAll(request.comparedHeaders);
            unordered.addAll(request.unordered);
            tolerances.putAll(request.tolerances);
            body = request.body;
            repeatable = request.repeatable;
            timeout = request.timeout;
        }
    }
}
