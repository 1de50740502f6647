package discord

import (
	"net/url"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// invitePermissions are the least that the bot works with: see channels, write
// in them and in threads, open threads, and read the message that it replies
// to. Messages of components need no permission to embed links.
const invitePermissions = discordgo.PermissionViewChannel | discordgo.PermissionSendMessages |
	discordgo.PermissionSendMessagesInThreads | discordgo.PermissionCreatePublicThreads | discordgo.PermissionReadMessageHistory

// InviteURL is the page on which somebody who manages a server adds the bot to
// it.
func InviteURL(appID string) string {
	q := url.Values{
		"client_id":   {appID},
		"scope":       {"bot applications.commands"},
		"permissions": {strconv.FormatInt(invitePermissions, 10)},
	}
	return "https://discord.com/oauth2/authorize?" + q.Encode()
}
