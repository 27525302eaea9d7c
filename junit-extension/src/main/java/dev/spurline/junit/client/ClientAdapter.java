// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.client;

/**
 * Makes clients of one kind, so that {@link dev.spurline.junit.Routed @Routed} and
 * {@link dev.spurline.junit.Baseline @Baseline} can stand on parameters and fields of their type. REST Assured's
 * {@code RequestSpecification}, {@link java.net.http.HttpClient} and {@link java.net.URI} are adapters of this kind, too.
 *
 * <p>Found with {@link java.util.ServiceLoader}: a public class with a public constructor without parameters, named in
 * {@code META-INF/services/dev.spurline.junit.client.ClientAdapter}. An adapter for a library that may be absent names the
 * library's types in method bodies only; it is then left out, and the message of a place that needs it says why.
 *
 * <pre>{@code
 * public final class PlainAdapter implements ClientAdapter {
 *
 *     public static final class PlainClient {
 *
 *         private final URI uri;
 *         private final RequestKey key;
 *
 *         PlainClient(URI uri, RequestKey key) {
 *             this.uri = uri;
 *             this.key = key;
 *         }
 *
 *         public int status(String path) throws IOException {
 *             URI target = uri.resolve(path);
 *             HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
 *             connection.setInstanceFollowRedirects(false); // they could take the key elsewhere
 *             if (key.allows(target)) {
 *                 key.merge(connection.getRequestProperties()).forEach(connection::setRequestProperty);
 *                 int status = connection.getResponseCode();
 *                 key.sent(target);
 *                 return status;
 *             }
 *             return connection.getResponseCode();
 *         }
 *     }
 *
 *     public Class<?> type() {
 *         return PlainClient.class;
 *     }
 *
 *     public PlainClient create(ClientTarget target) {
 *         return new PlainClient(target.uri(), target.key());
 *     }
 * }
 * }</pre>
 *
 * <p>One instance serves a whole run of JUnit. All methods may be called by several threads at once.
 *
 * @since 0.1
 */
public interface ClientAdapter {

    /** Returns the type that parameters and fields of this kind are declared with. */
    Class<?> type();

    /**
     * Returns whether a place may be declared with a type: by default with {@link #type()} alone. An adapter for a family of
     * types, such as generated stubs, takes all of them; {@link ClientTarget#type()} then says which one is asked for.
     *
     * @param declared the type of a parameter or field, or what a {@code Supplier} there supplies
     */
    default boolean supports(Class<?> declared) {
        return declared == type();
    }

    /**
     * Returns whether a client leads to one Service, which {@code @Routed("service")} then has to name; by default true. A
     * client without an address of its own, such as {@link java.net.http.HttpClient}, stands on {@code @Routed} alone, and
     * never on {@code @Baseline}.
     */
    default boolean namesService() {
        return true;
    }

    /**
     * Returns whether several tests may use one client, as in a static field or a class with one instance for all its tests;
     * by default true. False for what a test adds to, such as a builder: each injection then gets one of its own, and shared
     * places take a {@code Supplier} of the type, which makes a new client at each call.
     */
    default boolean isShareable() {
        return true;
    }

    /**
     * Returns whether clients report their requests with {@link RequestKey#sent}, as evidence that tests used the fork; by
     * default true. False where that is not possible: messages about missing evidence then say that requests of this kind are
     * not counted.
     */
    default boolean countsRequests() {
        return true;
    }

    /**
     * Makes a client for one place. Called at each injection, and at each call of a supplier, when the sandbox is open.
     *
     * @param target the address, the key and the lifetime
     * @return an instance of {@link ClientTarget#type()}
     * @throws RuntimeException if it cannot be made; the test then fails with a message that names the adapter
     */
    Object create(ClientTarget target);
}
