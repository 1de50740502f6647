package discordtest

// Guild is what people call a server.
type Guild struct {
	ID       string
	Channels []*Channel
}

// The types of channels that matter here.
const (
	TextChannel  = 0
	DirectDM     = 1
	PublicThread = 11
	ForumChannel = 15
)

// Channel is a channel, a thread or a direct conversation.
type Channel struct {
	ID, Guild, Parent, Name string
	Type                    int
}

// NewGuild adds a server with one text channel for each name.
func (s *Server) NewGuild(channels ...string) *Guild {
	s.mu.Lock()
	defer s.mu.Unlock()
	// The shard is (id >> 22) % shards, so servers differ in those bits.
	s.last += 1 << 22
	g := &Guild{ID: s.newID()}
	for _, name := range channels {
		c := &Channel{ID: s.newID(), Guild: g.ID, Name: name, Type: TextChannel}
		g.Channels = append(g.Channels, c)
		s.channels[c.ID] = c
	}
	s.guilds[g.ID] = g
	return g
}

// NewChannel adds a text channel to g.
func (s *Server) NewChannel(g *Guild, name string) *Channel {
	return s.newChannel(g, name, TextChannel)
}

// NewForum adds a forum channel to g.
func (s *Server) NewForum(g *Guild, name string) *Channel {
	return s.newChannel(g, name, ForumChannel)
}

func (s *Server) newChannel(g *Guild, name string, kind int) *Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &Channel{ID: s.newID(), Guild: g.ID, Name: name, Type: kind}
	g.Channels = append(g.Channels, c)
	s.channels[c.ID] = c
	return c
}

// NewDM opens a direct conversation with the bot.
func (s *Server) NewDM() *Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &Channel{ID: s.newID(), Type: DirectDM}
	s.channels[c.ID] = c
	return c
}

func (g *Guild) json() map[string]any {
	channels := []map[string]any{}
	for _, c := range g.Channels {
		channels = append(channels, c.json())
	}
	return map[string]any{"id": g.ID, "name": "guild", "channels": channels, "unavailable": false}
}

func (c *Channel) json() map[string]any {
	out := map[string]any{"id": c.ID, "type": c.Type, "name": c.Name}
	if c.Guild != "" {
		out["guild_id"] = c.Guild
	}
	if c.Parent != "" {
		out["parent_id"] = c.Parent
	}
	return out
}
