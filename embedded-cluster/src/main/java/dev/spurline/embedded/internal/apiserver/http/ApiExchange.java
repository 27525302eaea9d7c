// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request and the way back to who sent it: a connection, or a part of the same process. */
public interface ApiExchange {

    /** Returns the method, in capitals. */
    String method();

    /** Returns path and query, as they were sent. */
    String uri();

    /** Returns the first value of a header of the request. */
    @Nullable
    String header(String name);

    /** Adds a {@code Warning} header to the answer, unless it has it already. */
    void warn(String warning);

    /** Answers; what follows an answer or the beginning of a stream is dropped. */
    void answer(ServerResponse reply);

    /** Answers with a stream of events; what is told of the stream runs where its own tasks run. */
    void stream(Consumer<EventSink> opened);

    /** Returns the code of the answer. */
    int code();
}
