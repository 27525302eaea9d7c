/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.mesh.routing;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads the {@code retry.linkerd.io} annotations of a route. */
final class LinkerdRetries {

    private LinkerdRetries() {}

    static RouteRule.Retry of(MeshRoute route) {
        Optional<String> conditions = Optional.ofNullable(route.annotations().get("retry.linkerd.io/http"));
        int limit = number(route.annotations().getOrDefault("retry.linkerd.io/limit", "1"));
        return conditions.map(text -> new RouteRule.Retry(limit, codes(text))).orElse(RouteRule.Retry.NONE);
    }

    private static Set<Integer> codes(String text) {
        return Arrays.stream(text.split(","))
                .map(String::trim)
                .flatMapToInt(LinkerdRetries::range)
                .boxed()
                .collect(Collectors.toUnmodifiableSet());
    }

    private static IntStream range(String condition) {
        if (condition.equalsIgnoreCase("5xx")) {
            return IntStream.range(500, 600);
        }
        if (condition.equalsIgnoreCase("gateway-error")) {
            return IntStream.rangeClosed(502, 504);
        }
        String[] ends = condition.split("-", 2);
        return IntStream.rangeClosed(number(ends[0]), number(ends[ends.length - 1]));
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    }
}
