// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.jvm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The line of a {@link ChildJvm} to its parent, in the main program of the child. */
public final class ParentLine implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader in;
    private final PrintWriter out;

    /**
     * Connects.
     *
     * @param port the parent's, as the first argument of the program says it
     */
    public ParentLine(String port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Says that this JVM is ready, and waits for the first order; returns nothing if the parent has gone instead. */
    public Optional<String> awaitOrder() throws IOException {
        say("waiting");
        return hear();
    }

    /** Waits for what the parent says next; returns nothing if it has gone instead. */
    public Optional<String> hear() throws IOException {
        return Optional.ofNullable(in.readLine());
    }

    /** Says a line. */
    public void say(String line) {
        out.println(line);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
