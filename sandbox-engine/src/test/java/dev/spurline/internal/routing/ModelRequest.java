// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A request, as far as matches can see it. */
public record ModelRequest(String method, String path, Map<String, String> headers, Map<String, String> query) {

    static final List<String> PATHS = List.of("/", "/a", "/a/b", "/a/b/c", "/b");
    static final List<String> CALLS = List.of("/shop.A/One", "/shop.A/Two", "/shop.Bee/One", "/shop.Bee/Three");
    static final List<String> HEADERS = List.of("h1", "h2");

    /** Copies the maps. */
    public ModelRequest {
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
    }

    /** Returns a random page or call. */
    public static ModelRequest any(Random random) {
        Map<String, String> headers = new HashMap<>();
        for (String header : HEADERS) {
            if (random.nextBoolean()) {
                headers.put(header, "" + random.nextInt(2));
            }
        }
        boolean call = random.nextBoolean();
        List<String> paths = call ? CALLS : PATHS;
        return new ModelRequest(
                call || random.nextBoolean() ? "POST" : "GET",
                paths.get(random.nextInt(paths.size())),
                headers,
                random.nextInt(3) == 0 ? Map.of("q", "1") : Map.of());
    }

    /** Returns the request with the key, in one carrier or both. */
    public ModelRequest keyed(String key, Random random) {
        Map<String, String> all = new HashMap<>(headers);
        int where = random.nextInt(3);
        if (where != 1) {
            all.put("baggage", "spurline=%s,spurline-test=kengine234.000017,a=1".formatted(key));
        }
        if (where != 0) {
            all.put("x-spurline-key", key);
        }
        return new ModelRequest(method, path, all, query);
    }
}
